"""Behind a gateway, or with a provider of identities, pages, point data and downloads are for those who may see them."""

import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from playwright.sync_api import Browser

from tests.browser.conftest import free_port, serve
from tests.dashboard.small_build import many_rows, write_city

BUILD = "20261208T003000-abc123"
POINTS = f"/api/points/enterprises?build={BUILD}"
TABLE = f"/api/tables/indicators.xlsx?build={BUILD}"
HEADERS_TOML = """
[access]
mode = "headers"
gateway_secret_env = "TRIAL_GATEWAY_SECRET"
districts = "X-Districts"
"""
WAIT_MS = 30_000


def a_city(folder: Path, section: str) -> Path:
    rules = "create table rule_indicators as select 'k' as key, '名' as title_zh, 'n' as title_en, '1' as unit, '定' as definition_zh, "
    rules += "'d' as definition_en, 'm' as mart, 'none' as better, 0 as decimals, '条' as clause, 'official' as status, "
    rules += "date '2000-01-01' as valid_from, null::date as valid_to;"
    moment = "create table run_moment as select timestamp '2026-12-08 08:00' as as_of_at, date '2026-12-08' as as_of_on;"
    district = (
        "alter table enterprises add column district varchar; update enterprises set district = '东县' where enterprise_id < 'E000003';"
    )
    city = write_city(folder, rows=many_rows(enterprises=100, stations=[("站", "national", 113.6, 34.7)]) + rules + moment + district)
    (city / "serve.toml").write_text(section, encoding="utf-8")
    return city


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    patch = pytest.MonkeyPatch()
    patch.setenv("TRIAL_GATEWAY_SECRET", "open sesame")
    yield from serve("serve_internal", a_city(tmp_path_factory.mktemp("guarded") / "city", HEADERS_TOML))
    patch.undo()


def asked(url: str, path: str, **headers: str) -> HTTPResponse:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    answer.content = answer.read()
    return answer


def through_the_gateway(url: str, path: str, *, roles: str, districts: str = "*") -> HTTPResponse:
    return asked(url, path, X_Gateway_Secret="open sesame", X_User=quote("张三"), X_Roles=roles, X_Districts=quote(districts))


@pytest.mark.parametrize("path", ["/", "/data", POINTS, TABLE, "/_stcore/metrics", "/assets/icon.png"])
def test_past_the_gateway_nothing_answers(guarded: str, path: str) -> None:
    assert asked(guarded, path, X_User="zhangsan", X_Roles="admin").status == 403


def test_point_data_are_for_roles_and_end_at_the_district(guarded: str) -> None:
    assert through_the_gateway(guarded, POINTS, roles="").status == 403
    assert len(through_the_gateway(guarded, POINTS, roles="planner").content) == 100 * 3 * 4
    east = through_the_gateway(guarded, POINTS, roles="planner", districts="东县")
    assert len(east.content) == 3 * 3 * 4
    assert east.headers["Cache-Control"] == "no-store"


def test_a_table_is_for_those_who_may_export(guarded: str) -> None:
    assert through_the_gateway(guarded, TABLE, roles="officer").status == 403
    answer = through_the_gateway(guarded, TABLE, roles="planner")
    assert answer.status == 200
    assert answer.content.startswith(b"PK")


class Provider(BaseHTTPRequestHandler):
    """A provider of identities in one class: it lets everybody in as 李四, who is an officer."""

    key = RSAKey.generate_key(2048, {"kid": "trial", "use": "sig"})
    nonces: dict[str, str] = {}  # noqa: RUF012  one provider a test run

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == "/.well-known/openid-configuration":
            self.answer(self.about())
        elif address.path == "/jwks":
            self.answer({"keys": [self.key.as_dict(private=False)]})
        elif address.path == "/authorize":
            self.nonces["code"] = asked.get("nonce", "")
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': 'code', 'state': asked['state']})}")
            self.end_headers()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {"iss": self.home(), "aud": "trial", "sub": "4", "name": "李四", "roles": ["officer"], "iat": now, "exp": now + 600}
        token = jwt.encode({"alg": "RS256", "kid": "trial"}, claims | {"nonce": self.nonces["code"]}, self.key)
        self.answer({"access_token": urlsafe_b64encode(b"a").decode(), "token_type": "Bearer", "expires_in": 600, "id_token": token})

    def home(self) -> str:
        return f"http://{self.headers['Host']}"

    def about(self) -> dict[str, object]:
        home = self.home()
        ways = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/jwks"}
        kinds = {"response_types_supported": ["code"], "subject_types_supported": ["public"]}
        return {
            "issuer": home,
            **{name: home + way for name, way in ways.items()},
            **kinds,
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def answer(self, content: object) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def with_login(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    provider = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    port = free_port()
    section = f"""
[access]
mode = "oidc"
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
server_metadata_url = "http://127.0.0.1:{provider.server_port}/.well-known/openid-configuration"
client_id = "trial"
client_secret_env = "TRIAL_CLIENT_SECRET"
cookie_secret_env = "TRIAL_COOKIE_SECRET"
"""
    patch = pytest.MonkeyPatch()
    patch.setenv("TRIAL_CLIENT_SECRET", "a")
    patch.setenv("TRIAL_COOKIE_SECRET", "b" * 40)
    yield from serve("serve_internal", a_city(tmp_path_factory.mktemp("login") / "city", section), port=port)
    patch.undo()
    provider.shutdown()


@pytest.mark.browser
def test_who_logs_in_is_known_to_pages_and_routes_alike(browser: Browser, with_login: str) -> None:
    assert asked(with_login, POINTS).status == 403
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{with_login}/rules")
    page.get_by_role("button", name="登录").click(timeout=WAIT_MS)
    page.get_by_text("李四", exact=True).wait_for(timeout=WAIT_MS)
    assert context.request.get(f"{with_login}{POINTS}").status == 200
    assert context.request.get(f"{with_login}{TABLE}").status == 403
    forged = [{**cookie, "value": cookie["value"][:-4] + "AAAA"} for cookie in context.cookies() if cookie["name"] == "_streamlit_user"]
    assert forged
    context.add_cookies(forged)
    assert context.request.get(f"{with_login}{POINTS}").status == 403
    context.close()
