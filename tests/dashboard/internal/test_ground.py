"""The map service is off by default, and the ground's tiles go to people who have logged in, piece by piece."""

import ast
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import settings
from dashboard.internal.access.login import Login
from dashboard.internal.app import application
from dashboard.internal.ground import PATH, ground_route
from dashboard.security import policy
from pipelines import city as cities
from pipelines.errors import ConfigurationError
from tests.dashboard.small_build import one_row, write_city

DASHBOARD = Path(settings.__file__).parent
BYTES = bytes(range(256)) * 4


def images(text: str) -> str:
    return next(part for part in text.split("; ") if part.startswith("img-src"))


def test_no_other_host_is_allowed_by_default() -> None:
    assert "http" not in policy()


def test_with_a_key_images_of_the_map_service_alone_are_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    city = write_city(tmp_path / "city", rows=one_row())
    (city / "serve.toml").write_text('[map]\ntianditu_key_env = "LANXUN_TEST_KEY"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="LANXUN_TEST_KEY"):
        application(cities.load(city))
    monkeypatch.setenv("LANXUN_TEST_KEY", "k")
    assert settings.load(city).tianditu_key == "k"
    (hosts,) = [entry.kwargs["image_hosts"] for entry in application(cities.load(city))._user_middleware if "image_hosts" in entry.kwargs]
    allowed = policy(hosts)
    assert images(allowed).endswith("https://*.tianditu.gov.cn")
    assert allowed.count("http") == 1


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / "basemap").mkdir()
    (tmp_path / "basemap" / "base.pmtiles").write_bytes(BYTES)
    return TestClient(Starlette(routes=[ground_route(tmp_path, Login.of({}))]))


def test_a_browser_gets_the_piece_it_asks_for(client: TestClient) -> None:
    answer = client.get(PATH, headers={"Range": "bytes=100-199"})
    assert (answer.status_code, answer.content) == (206, BYTES[100:200])


def test_without_a_base_map_there_is_none(tmp_path: Path) -> None:
    assert TestClient(Starlette(routes=[ground_route(tmp_path, Login.of({}))])).get(PATH).status_code == 404


def test_every_internal_map_begins_with_the_same_furniture() -> None:
    """North arrow, scale, data time and approval number stand in one place: nobody makes a map without them."""
    makers = {"Map": set(), "base_map": set()}
    for path in DASHBOARD.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in makers:
                    makers[name].add(str(path.relative_to(DASHBOARD)))
    assert makers == {"Map": {"maps/base.py"}, "base_map": {"internal/ground.py", "public/station_map.py"}}
