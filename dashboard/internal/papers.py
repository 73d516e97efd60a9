"""研判日报 and 快报 from the screen: one click for Word, PDF or the picture, the text to copy, the signatures."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

import anyio.to_thread
import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard import settings
from dashboard.internal.access.login import Login
from dashboard.internal.access.person import Person
from dashboard.internal.access.visitor import of_request
from dashboard.internal.briefing import Source, brief, bulletin
from dashboard.internal.decisions import actor, ledger_or_say, refusals
from dashboard.internal.downloads import show_download
from dashboard.internal.reading import ledger as ledgers
from dashboard.internal.reading import warehouse
from dashboard.internal.reading.briefing import BRIEFING_FACTS
from dashboard.internal.screen import Screen
from dashboard.paper import bulletin as bulletins
from dashboard.paper import pdf as pdfs
from dashboard.paper import word as words
from dashboard.paper.brief import Brief
from dashboard.wording import Wording
from pipelines.city import City, offset
from pipelines.errors import LanxunError
from supervision.errors import LedgerError
from supervision.ledger import exports, headlines, opinions, signoffs
from supervision.ledger.engine import Ledger

PATH = "/api/paper/{kind}"
KIND = "brief"
DAYS_AHEAD = 6
STEPS = ("draft", "review", "issue")


def signs(wording: Wording) -> tuple[str, str, str]:
    """Name the three signatures."""
    return wording("brief.drafted"), wording("brief.reviewed"), wording("brief.issued")


def _word(source: Source) -> bytes:
    return words.word(brief(source), signs=signs(source.wording))


def _pdf(source: Source) -> bytes:
    return pdfs.pdf(brief(source), signs=signs(source.wording))


def _picture(source: Source) -> bytes:
    return bulletins.picture(bulletin(source))


PAPERS: dict[str, tuple[Callable[[Source], bytes], str, str]] = {
    "brief.docx": (_word, words.MEDIA_TYPE, "brief.word"),
    "brief.pdf": (_pdf, pdfs.MEDIA_TYPE, "brief.pdf"),
    "bulletin.png": (_picture, "image/png", "brief.picture"),
}


def source(city: City, said: settings.Settings, build: warehouse.Published, wording: Wording, ledger: Ledger | None) -> Source:
    """Gather what a paper is made from: the whole city's facts, and from the ledger the conclusion, the opinions and the signatures."""
    bare = Source(build=build.within(None), city=city, settings=said, wording=wording)
    if ledger is None:
        return bare
    on = build.rows("select as_of_at from build_info limit 1")["as_of_at"].iloc[0].date()
    known = replace(
        bare,
        headline=headlines.current(ledger, build_id=build.build_id),
        opinions=opinions.listed(ledger, from_on=on, to_on=on + timedelta(days=DAYS_AHEAD)),
    )
    return replace(known, signers=_signers(signoffs.listed(ledger, kind=KIND, sha256=brief(known, has_pictures=False).sha256)))


def _signers(signed: Sequence[signoffs.Signoff]) -> tuple[str, str, str]:
    names = {signature.step: signature.signed_by for signature in signed}
    return names.get("draft", ""), names.get("review", ""), names.get("issue", "")


def _made(city: City, person: Person, kind: str, *, build_id: str, wording: Wording, now_at: datetime) -> tuple[bytes, str]:
    """Make a paper and note it in the ledger; with it the day it is of."""
    said = settings.load(city.folder)
    ledger = ledgers.open_for(said)
    build = warehouse.published(city.folder, build_id)
    make, _, _ = PAPERS[kind]
    as_of_on = f"{build.rows('select as_of_at from build_info limit 1')['as_of_at'].iloc[0]:%Y-%m-%d}"
    content = make(source(city, said, build, wording, ledger))
    exports.record(
        ledger,
        ledgers.actor(person, via="route"),
        what=kind,
        row_count=1,
        build_id=build_id,
        at=now_at + offset(city.utc_offset),
        parameters={},
    )
    return content, as_of_on


def papers_route(city: City, login: Login) -> Route:
    """Make the route of all papers, for those who may brief."""

    async def answer(request: Request) -> Response:
        person, kind = of_request(request, login), request.path_params["kind"]
        if kind not in PAPERS or person is None or not person.may("brief"):
            return PlainTextResponse("403", status_code=403)
        wording, build_id = Wording.of(request.query_params.get("lang")), request.query_params.get("build", "")
        now_at = datetime.now(UTC).replace(tzinfo=None)
        try:
            content, as_of_on = await anyio.to_thread.run_sync(
                lambda: _made(city, person, kind, build_id=build_id, wording=wording, now_at=now_at)
            )
        except LedgerError as fault:
            return PlainTextResponse(fault.told(wording.language), status_code=503)
        except LanxunError as fault:
            return PlainTextResponse(str(fault), status_code=404)
        _, media_type, label = PAPERS[kind]
        name = quote(f"{city.name}{wording(label).split(' ')[0].split('（')[0]}-{as_of_on}.{kind.rsplit('.', 1)[1]}")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
        return Response(content, media_type=media_type, headers=headers)

    return Route(PATH, answer)


def show_papers(screen: Screen) -> None:
    """Show the button that opens the papers, to whoever may brief."""
    if screen.person.may("brief") and st.button(screen.wording("brief.show"), key="papers"):
        st.dialog(screen.wording("brief.show"), width="large")(_papers)(screen)


def _papers(screen: Screen) -> None:
    wording = screen.wording
    parameters = urlencode({"build": screen.build.build_id, "lang": wording.language})
    links = "　".join(
        f'<a class="download" href="{html.escape(f"{PATH.format(kind=kind)}?{parameters}")}" download>{html.escape(wording(label))}</a>'
        for kind, (_, _, label) in PAPERS.items()
    )
    st.html(links)
    ledger = ledger_or_say(screen)
    with st.spinner(wording("brief.busy")):
        made = source(screen.city, screen.settings, screen.build, wording, ledger)
        short = bulletin(made)
    st.text(wording("brief.note"))
    st.text(wording("brief.copy"))
    st.code(bulletins.plain(short), language=None, wrap_lines=True)
    if ledger is not None:
        _signatures(brief(made, has_pictures=False), ledger, screen)
    show_download(BRIEFING_FACTS, screen)


def _signatures(made: Brief, ledger: Ledger, screen: Screen) -> None:
    """Show who signed these words, and offer the next step to whoever may sign."""
    names = dict(zip(STEPS, zip(signs(screen.wording), (made.drafted_by, made.reviewed_by, made.issued_by), strict=True), strict=True))
    st.text("　".join(f"{sign}：{name or '—'}" for sign, name in names.values()))
    following = next((step for step, (_, name) in names.items() if not name), None)
    if following is None or not screen.person.may("sign"):
        return
    if st.button(names[following][0], key=f"sign-{following}"):
        with refusals(screen):
            signoffs.sign(
                ledger,
                actor(screen),
                kind=KIND,
                sha256=made.sha256,
                step=following,
                title=f"{made.title} {made.dated_on:%Y-%m-%d}",
                at=screen.local_now_at,
            )
            st.rerun()
