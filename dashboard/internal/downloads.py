"""Tables as Excel files: by right, without private columns, with user and time in the file and a line in the audit."""

from __future__ import annotations

from datetime import UTC, datetime
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
from dashboard.internal.reading import ledger as ledgers
from dashboard.internal.reading import listings, warehouse
from dashboard.internal.reading.listings import Listing
from dashboard.internal.screen import Screen
from dashboard.paper.workbook import MEDIA_TYPE, workbook
from dashboard.wording import Wording
from pipelines.city import City, offset
from pipelines.errors import LanxunError
from supervision.errors import LedgerError
from supervision.ledger import exports

PATH = "/api/tables/{key}.xlsx"


def table_url(listing: Listing, screen: Screen, **given: str | None) -> str:
    """Give the address of a table's file, with the build and the parameters in it."""
    parameters = {"build": screen.build.build_id, "lang": screen.wording.language}
    parameters |= {f"p.{name}": value for name, value in given.items() if value is not None}
    return f"{PATH.format(key=quote(listing.key))}?{urlencode(parameters)}"


def show_download(listing: Listing, screen: Screen, **given: str | None) -> None:
    """Show the link to a table's file; nothing for a person who may not export."""
    if screen.person.may("export") and screen.person.may(listing.right):
        address = table_url(listing, screen, **given)
        st.html(f'<a class="download" href="{address.replace("&", "&amp;")}" download>{screen.wording("app.excel")}</a>')


def _file(
    city: City, listing: Listing, person: Person, *, build_id: str, wording: Wording, given: dict[str, str], now_at: datetime
) -> bytes:
    build = warehouse.published(city.folder, build_id).within(person.districts)
    rows = listings.without_bulk_places(listing.rows(build, **given), person)
    as_of_at = build.rows("select as_of_at from build_info limit 1")["as_of_at"].iloc[0]
    about = {
        wording("file.user"): person.name,
        wording("file.taken"): f"{now_at + offset(city.utc_offset):%Y-%m-%d %H:%M}",
        wording("file.data_time"): f"{as_of_at:%Y-%m-%d %H:%M}",
        wording("file.build"): build_id,
    }
    if city.is_demo:
        about[wording("file.mark")] = wording("file.demo")
    headings = {column: wording(f"column.{column}") for column in rows.columns if wording.has(f"column.{column}")}
    content = workbook(rows, title=wording(f"listing.{listing.key}"), headings=headings, about=about)
    _note(city, listing, person, build_id=build_id, rows=len(rows), given=given, at=now_at + offset(city.utc_offset))
    return content


def _note(city: City, listing: Listing, person: Person, *, build_id: str, rows: int, given: dict[str, str], at: datetime) -> None:
    """Note the export in the ledger; what cannot be noted does not leave the house."""
    actor = ledgers.actor(person, via="route")
    ledger = ledgers.open_for(settings.load(city.folder))
    scope = {} if person.districts is None else {"districts": "、".join(sorted(person.districts))}
    exports.record(ledger, actor, what=listing.key, row_count=rows, build_id=build_id, at=at, parameters=given | scope)


def downloads_route(city: City, login: Login) -> Route:
    """Make the route of all tables."""

    async def answer(request: Request) -> Response:
        person = of_request(request, login)
        listing = listings.known().get(request.path_params["key"])
        if listing is None or person is None or not (person.may("export") and person.may(listing.right)):
            return PlainTextResponse("403", status_code=403)
        wording = Wording.of(request.query_params.get("lang"))
        given = {name: request.query_params[f"p.{name}"] for name in listing.parameters if f"p.{name}" in request.query_params}
        now_at = datetime.now(UTC).replace(tzinfo=None)
        build_id = request.query_params.get("build", "")
        try:
            content = await anyio.to_thread.run_sync(
                lambda: _file(city, listing, person, build_id=build_id, wording=wording, given=given, now_at=now_at)
            )
        except LedgerError as fault:
            return PlainTextResponse(wording("ledger.no_export", why=fault.told(wording.language)), status_code=503)
        except LanxunError as fault:
            return PlainTextResponse(str(fault), status_code=404)
        name = quote(f"{wording(f'listing.{listing.key}')}.xlsx")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Cache-Control": "no-store"}
        return Response(content, media_type=MEDIA_TYPE, headers=headers)

    return Route(PATH, answer)
