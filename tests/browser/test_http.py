"""What the servers answer to requests that no page of ours makes."""

from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest

KEY = "dGhlIHNhbXBsZSBub25jZQ=="


def asked(url: str, path: str, **headers: str) -> HTTPResponse:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    answer.text = answer.read().decode("utf-8", "replace") if answer.status != 101 else ""
    return answer


@pytest.fixture(params=["internal_url", "public_url"])
def url(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("path", ["/", "/assets/vendor/leaflet/leaflet.js", "/_stcore/health", "/nothing"])
def test_every_answer_forbids_other_hosts_and_framing(url: str, path: str) -> None:
    answer = asked(url, path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http:" not in policy
    assert "*" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "server" not in {name.lower() for name in answer.headers}


def test_a_page_of_another_host_is_refused(url: str) -> None:
    assert asked(url, "/", Origin="http://evil.invalid").status == 403
    host = urlsplit(url).netloc
    handshake = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Key": KEY, "Sec_WebSocket_Version": "13"}
    assert asked(url, "/_stcore/stream", Origin="http://evil.invalid", **handshake).status == 403
    assert asked(url, "/_stcore/stream", Origin=f"http://{host}", **handshake).status == 101


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../serve.py",
        "/assets/..%2fserve.py",
        "/assets/%2e%2e/serve.py",
        "/assets//etc/passwd",
        "/app/static/..%2f..%2fserve.py",
        "/media/../../serve.py",
        "/component/..%2f..%2fserve.py",
        "/.streamlit/config.toml",
        "/.streamlit/secrets.toml",
    ],
)
def test_no_path_leaves_the_folder_of_assets(url: str, path: str) -> None:
    text = asked(url, path).text
    assert "serve_internal" not in text
    assert "root:" not in text
    assert "gatherUsageStats" not in text


def test_point_data_are_those_of_the_build_that_was_asked_for(internal_url: str) -> None:
    path = "/api/points/enterprises?build="
    answer = asked(internal_url, f"{path}20261208T003000-abc123")
    assert answer.status == 200
    assert int(answer.headers["content-length"]) == 2265 * 3 * 4
    assert asked(internal_url, f"{path}..%2f..%2fcity").status == 404
    assert asked(internal_url, path).status == 404


def test_the_public_application_has_no_point_data(public_url: str) -> None:
    assert "text/html" in asked(public_url, "/api/points/enterprises?build=20261208T003000-abc123").headers["content-type"]
