"""Who a person is, by what the gateway or the provider says; who may do what."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.types import Message, Receive, Scope, Send

from dashboard import serve, settings
from dashboard.internal.access.gate import Gate
from dashboard.internal.access.login import Login
from dashboard.internal.access.person import RIGHTS, ROLES, Person
from dashboard.internal.entries import PAGES
from dashboard.internal.reading import listings
from pipelines.errors import ConfigurationError
from tests.apart import apart
from tests.dashboard.small_build import write_settings

HEADERS = {"mode": "headers", "gateway_secret_env": "TRIAL_SECRET", "districts": "X-Districts", "role_words": {"处长": "leader"}}


@pytest.fixture
def login(monkeypatch: pytest.MonkeyPatch) -> Login:
    monkeypatch.setenv("TRIAL_SECRET", "s3cret")
    return Login.of(HEADERS)


def test_without_a_section_one_person_may_do_everything() -> None:
    person = Login.of({}).person({})
    assert person is not None
    assert all(person.may(right) for rights in RIGHTS.values() for right in rights)


def test_the_gateway_says_name_role_and_districts_in_the_bureaus_words(login: Login) -> None:
    person = login.person({"X-User": quote("张三"), "X-Roles": quote("处长,planner,不知道"), "X-Districts": quote("岚口街道,松漱镇")})
    assert person == Person(name="张三", roles=frozenset({"leader", "planner"}), districts=frozenset({"岚口街道", "松漱镇"}))


@pytest.mark.parametrize(
    ("said", "districts"),
    [("", frozenset()), (None, frozenset()), ("*", None), ("甲,*", None)],
    ids=["empty", "missing", "all", "some and all"],
)
def test_who_is_given_no_district_sees_none_and_a_star_sees_all(login: Login, said: str | None, districts: frozenset[str] | None) -> None:
    claims: Mapping[str, str | None] = {"X-User": "a", "X-Roles": "planner", "X-Districts": said}
    person = login.person(claims)
    assert person is not None
    assert person.districts == districts


def test_nobody_without_a_name(login: Login) -> None:
    assert login.person({"X-Roles": "admin"}) is None
    assert login.person({"X-User": " ", "X-Roles": "admin"}) is None


def test_an_unknown_role_has_no_rights(login: Login) -> None:
    person = login.person({"X-User": "a", "X-Roles": "root,Admin", "X-Districts": "*"})
    assert person is not None
    assert person.roles == frozenset()
    assert not any(person.may(right) for rights in RIGHTS.values() for right in rights)


@pytest.mark.parametrize(
    ("section", "what"),
    [
        ({"mode": "open"}, "open"),
        ({"mod": "off"}, "mod"),
        ({"mode": "headers"}, "gateway_secret_env"),
        ({"mode": "headers", "gateway_secret_env": "NOT_SET_ANYWHERE"}, "gateway_secret_env"),
        ({"mode": "oidc", "redirect_uri": "http://a/oauth2callback"}, "server_metadata_url"),
        ({"role_words": {"处长": "boss"}}, "boss"),
    ],
)
def test_a_section_that_cannot_be_meant_is_refused_in_one_sentence(section: Mapping[str, object], what: str) -> None:
    with pytest.raises(ConfigurationError, match=what):
        Login.of(section)


def asked(login: Login, **headers: str) -> int:
    """The status a request gets that reaches the port with these headers."""
    statuses: list[int] = []

    async def inside(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"in"})

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    raw = [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": "/data", "headers": raw, "method": "GET", "query_string": b""}
    apart(Gate(inside, login=login)(scope, receive, send))
    return statuses[0]


def test_a_request_past_the_gateway_is_refused(login: Login) -> None:
    assert asked(login, X_User="zhangsan", X_Roles="admin") == 403
    assert asked(login, X_Gateway_Secret="s3cre") == 403
    assert asked(login, X_Gateway_Secret="s3cret") == 200


def test_every_page_and_every_table_needs_a_right_that_some_role_has() -> None:
    given = frozenset().union(*(RIGHTS[role] for role in ROLES))
    assert {entry.key for entry in PAGES} <= given
    assert {listing.right for listing in listings.known().values()} <= given


def test_without_a_login_no_other_machine_is_served(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="this machine only"):
        serve.serve_internal(write_settings(tmp_path / "city"), host="0.0.0.0")


def test_a_section_nothing_reads_is_refused(tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text("[acess]\nmode = 'headers'\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="acess"):
        settings.load(tmp_path)
