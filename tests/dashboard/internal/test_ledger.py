"""Pages write through the ledger; without it they are shown all the same, and no file leaves unnoted."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.internal import downloads
from dashboard.internal.access.login import Login
from dashboard.internal.access.person import RIGHTS
from dashboard.internal.decisions import literal
from dashboard.internal.reading import listings
from dashboard.internal.reading.listings import Listing
from pipelines import city as cities
from supervision.errors import LedgerError
from supervision.ledger import exports
from supervision.ledger.actor import RIGHTS as LEDGER_RIGHTS
from supervision.ledger.engine import open_ledger
from tests.apart import apart
from tests.dashboard.small_build import one_row, write_city

NAMES = Listing(
    key="trial", select="select name from enterprises where $kind is null or source_type = $kind", right="names", parameters=("kind",)
)


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    st.cache_resource.clear()
    monkeypatch.setattr(listings, "known", lambda: {"trial": NAMES})
    monkeypatch.setattr(downloads, "workbook", lambda rows, **about: rows.to_csv().encode())
    words = downloads.Wording.__call__
    monkeypatch.setattr(downloads.Wording, "__call__", lambda self, key, **v: "试" if key == "listing.trial" else words(self, key, **v))
    return write_city(tmp_path / "city", rows=one_row())


def _asked(folder: Path, query: str) -> Response:
    route = downloads.downloads_route(cities.load(folder), Login.of({}))
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": query.encode(), "path_params": {"key": "trial"}}
    answer: Response = apart(route.endpoint(Request(scope)))
    return answer


def _break(folder: Path) -> None:
    (folder / "ledger").mkdir()
    (folder / "ledger" / "ledger.sqlite").write_bytes(os.urandom(9000))


def test_each_download_is_one_line_in_the_ledger(city: Path) -> None:
    answer = _asked(city, "build=20261208T003000-abc123&p.kind=industry&p.other=x")
    assert answer.status_code == 200
    assert "中原<建材>有限公司" in bytes(answer.body).decode()
    ledger = open_ledger(settings.load(city).ledger_url)
    (found,) = exports.listed(ledger)
    assert (found.what, found.row_count, found.build_id, found.taken_by) == ("trial", 1, "20261208T003000-abc123", "本机用户")
    assert found.given == {"kind": "industry"}
    ledger.close()


def test_a_file_that_cannot_be_noted_does_not_leave(city: Path) -> None:
    _break(city)
    answer = _asked(city, "build=20261208T003000-abc123")
    assert answer.status_code == 503
    assert "导出无法留痕" in bytes(answer.body).decode()
    assert "中原" not in bytes(answer.body).decode()


def _page() -> None:
    from datetime import UTC, datetime
    from pathlib import Path

    import streamlit as st

    from dashboard import settings
    from dashboard.internal import decisions
    from dashboard.internal.access.person import alone
    from dashboard.internal.reading import warehouse
    from dashboard.internal.screen import Screen
    from dashboard.wording import Wording
    from pipelines import city as cities
    from supervision.ledger import headlines

    folder = Path(st.secrets["city_dir"])
    screen = Screen(
        build=warehouse.current(folder), city=cities.load(folder), settings=settings.load(folder), wording=Wording("zh"), person=alone(),
        now_at=datetime.now(UTC).replace(tzinfo=None),
    )  # fmt: skip
    ledger = decisions.ledger_or_say(screen)
    if ledger is not None:
        at, me = screen.local_now_at, decisions.actor(screen)
        for edited in ("昨日良", "昨日优"):
            with decisions.refusals(screen):
                headlines.edit(ledger, me, build_id="B", original="良", edited=edited, at=at)
    st.text("其余照常")


def _opened(folder: Path) -> AppTest:
    page = AppTest.from_function(_page, default_timeout=30)
    page.secrets["city_dir"] = str(folder)
    page.run()
    assert not page.exception
    assert page.text[0].value == "其余照常"
    return page


def test_a_page_goes_on_without_a_ledger_and_says_so_in_one_sentence(city: Path) -> None:
    _break(city)
    page = _opened(city)
    assert [w.value.startswith("台账暂不可用") for w in page.warning] == [True]
    assert not page.error


def test_a_refused_command_is_said_and_the_page_goes_on(city: Path) -> None:
    page = _opened(city)
    assert not page.warning
    (refusal,) = page.error
    assert refusal.value.startswith("本机用户已于")


def test_every_right_of_the_ledger_is_a_right_of_the_dashboard() -> None:
    assert {role: LEDGER_RIGHTS[role] - RIGHTS[role] for role in RIGHTS} == dict.fromkeys(RIGHTS, frozenset())


@pytest.mark.parametrize(
    ("said", "needed"),
    [({}, False), ({"access": {"mode": "off"}}, False), ({"access": {"mode": "oidc"}}, True), ({"ledger": {"second_person": True}}, True)],
)
def test_a_second_person_is_asked_for_where_people_log_in(said: dict[str, dict[str, object]], needed: bool) -> None:
    assert settings.Settings(folder=Path(), **said).needs_second_person is needed  # type: ignore[arg-type]


def test_a_variable_that_is_not_set_is_said_and_the_page_goes_on(city: Path) -> None:
    (city / "serve.toml").write_text('[ledger]\nurl_env = "TRIAL_LEDGER_THAT_IS_NOT_SET"\n', encoding="utf-8")
    (warning,) = _opened(city).warning
    assert "TRIAL_LEDGER_THAT_IS_NOT_SET" in warning.value.replace("\\", "")


def test_what_somebody_typed_becomes_no_picture_in_a_refusal() -> None:
    fault = LedgerError("unknown", field="状态", value="![](https://elsewhere.test/x.png)<b>$x$", choices="有效")
    told = re.sub(r"\\.", "", literal(fault.told("zh")))
    assert not set(told) & set("![]<>$")
