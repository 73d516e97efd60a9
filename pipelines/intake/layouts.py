"""Say, as SQL over the columns of a sheet, what text each field of the contract gets: wide, long and `china_sites`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipelines.city import City, Feed, offset
from pipelines.contract import Contract
from pipelines.errors import ConfigurationError, InputError
from pipelines.intake import headings
from pipelines.intake.casting import among, begins, identifier, literal
from pipelines.intake.fields import BLANKS, Rule
from pipelines.intake.sheet import Sheet
from pipelines.intake.units import conversion

SITE_TYPES = {
    "PM2.5": "pm25_ugm3", "PM10": "pm10_ugm3", "SO2": "so2_ugm3", "NO2": "no2_ugm3", "O3": "o3_ugm3", "CO": "co_mgm3",
}  # fmt: skip
TOTALS = ("合计", "小计", "总计", "制表", "填报")
FIRST_LETTER = "first_letter"
POINT = {"lon": "@lon", "lat": "@lat"}


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The staged query's parts: its relation, the text of each field, and which rows are no data."""

    relation: str
    fields: Mapping[str, str]
    dropped: str
    row_hash: str
    # Several staged rows may come from one line, or several lines make one row.
    is_spread: bool = False
    is_gathered: bool = False


def rules(feed: Feed, contract: Contract, city: City) -> dict[str, Rule]:
    """The rule of every field of the contract under this feed."""
    city_clock = offset(city.utc_offset)
    feed_clock = offset(feed.utc_offset) if feed.utc_offset else city_clock
    return {
        field.name: Rule(
            field=field,
            conversion=conversion(field, feed.units.get(field.name), feed=feed.name),
            words=feed.values.get(field.name, {}),
            time_format=feed.time_format,
            feed_clock=feed_clock,
            city_clock=city_clock,
            is_moment=field.name == contract.moment,
        )
        for field in contract.fields
    }


def _column(heading: str, sheet: Sheet) -> str:
    index = headings.position(heading, sheet.headings)
    if index is None:
        raise InputError(f"heading {heading!r} is missing; found {', '.join(sheet.headings[:25])}")
    return f"c{index}"


def _text(heading: str, sheet: Sheet, *, file: str) -> str:
    if heading == headings.FILE_NAME:
        return literal(PurePosixPath(file).stem)
    pieces = [_column(part, sheet) for part in headings.parts(heading, sheet.headings)]
    # An empty part leaves the whole moment unknown: concatenation with null is null.
    return pieces[0] if len(pieces) == 1 else " || '|' || ".join(f"nullif({piece}, '')" for piece in pieces)


def total_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """What the first cell of a totals or signature row looks like: 合 计, 填报单位：…, but not a firm named 制表机械厂."""
    spaced = "|".join(r"\s*".join(re.escape(letter) for letter in word) for word in words)
    return re.compile(rf"[\s　]*({spaced})\s*(人|单位|部门|日期|时间|数)?\s*([:：(（\d].*)?", re.DOTALL)


def totals(feed: Feed) -> re.Pattern[str]:
    """What the first cell of a row that is no data looks like in this feed."""
    return total_pattern((*TOTALS, *feed.non_data))


def _totals(feed: Feed, sheet: Sheet) -> str:
    """Rows that are blank, repeat the headings, or begin with 合计 and the like."""
    cells = [f"nullif(c{i}, '')" for i in range(len(sheet.headings))]
    first = f"coalesce({', '.join(cells)})" if len(cells) > 1 else cells[0]
    words = (*TOTALS, *feed.non_data)
    pattern = total_pattern(words).pattern
    named = [(i, heading) for i, heading in enumerate(sheet.headings) if heading]
    same = " and ".join(f"coalesce(trim(c{i}), '') = {literal(heading)}" for i, heading in named[:40])
    total = f"coalesce({first} is null or regexp_full_match({first}, {literal(pattern)}, 's') or ({same or 'false'}), false)"
    # Nearly every row is told by the first letter of its first cell; only the others pay for the tests above.
    starts = {word[0] for word in words} | set(BLANKS) | set(sheet.headings[0][:1])
    return f"case when not coalesce({begins(FIRST_LETTER, starts, is_ascii=sheet.is_ascii)}, true) then false else {total} end"


def _dropped(feed: Feed, sheet: Sheet) -> str:
    tests = [_totals(feed, sheet)] if sheet.is_hand_made else []
    for heading, allowed in feed.where.items():
        cell = f"coalesce(trim({_column(heading, sheet)}, {literal(BLANKS)}), '')"
        tests.append(f"not {among(cell, map(str, allowed))}")
    return " or ".join(tests) or "false"


def _lettered(sheet: Sheet) -> str:
    """The sheet with the code of the first letter of each row: computed once here, compared many times above."""
    return f"(select *, ascii(c0) as {FIRST_LETTER} from {sheet.relation})" if sheet.is_hand_made else sheet.relation


def _row_hash(sheet: Sheet) -> str:
    if sheet.first_line is None:
        return "hash(raw)"
    return f"hash({', '.join(f'c{i}' for i in range(len(sheet.headings)))})"


def _sites(feed: Feed, contract: Contract, sheet: Sheet) -> Texts:
    """One line is hour × type with a column per station: turned into line × station, cells that are empty left out."""
    if contract.name != "readings":
        raise ConfigurationError(f"feeds.toml, feed {feed.name!r}: layout china_sites fits table readings, not {contract.name}")
    date, hour, kind = (_column(heading, sheet) for heading in headings.SITES_HEADINGS)
    named = {f"c{i}": heading for i, heading in enumerate(sheet.headings) if heading and f"c{i}" not in (date, hour, kind)}
    if not named:
        raise InputError("no station column follows date, hour, type")
    renamed = ", ".join(f"nullif({column}, '') as {identifier(heading)}" for column, heading in named.items())
    relation = (
        f"(select * from (select line, raw, {date} as _date, {hour} as _hour, trim({kind}) as _kind, {renamed} from {sheet.relation}) "
        f"unpivot include nulls (_value for _station in ({', '.join(identifier(h) for h in named.values())})))"
    )
    fields = {"station_id": "_station", "observed_at": "_date || '|' || _hour"}
    fields |= {field: f"case when _kind = {literal(word)} then _value end" for word, field in SITE_TYPES.items()}
    dropped = "not " + among("coalesce(_kind, '')", SITE_TYPES)
    return Texts(relation=relation, fields=fields, dropped=dropped, row_hash="hash(raw)", is_spread=True, is_gathered=True)


def _variables(feed: Feed, contract: Contract) -> dict[str, set[str]]:
    """The words by which a long file names each field."""
    taken = {*feed.columns, *feed.constants, *feed.generate}
    words: dict[str, set[str]] = {}
    for field in contract.fields:
        if field.name not in taken and not field.is_required:
            own = {field.name, *field.aliases, *feed.values.get(field.name, {})}
            words[field.name] = {headings.normal(word) for word in (own | {feed.long[field.name]} if field.name in feed.long else own)}
    return words


def _long(feed: Feed, contract: Contract, sheet: Sheet, fields: dict[str, str]) -> Texts:
    if not {"variable", "value"} <= set(feed.long):
        raise ConfigurationError(f"feeds.toml, feed {feed.name!r}: layout long needs long = {{ variable = …, value = … }}")
    word = f"lower(replace(replace(trim(coalesce({_column(feed.long['variable'], sheet)}, '')), ' ', ''), '　', ''))"
    value = _column(feed.long["value"], sheet)
    known: set[str] = set()
    for name, words in _variables(feed, contract).items():
        fields[name] = f"case when {among(word, sorted(words))} then {value} end"
        known |= words
    dropped = f"({_dropped(feed, sheet)}) or not {among(word, sorted(known))}"
    return Texts(relation=_lettered(sheet), fields=fields, dropped=dropped, row_hash=_row_hash(sheet), is_gathered=True)


def texts(feed: Feed, contract: Contract, sheet: Sheet, *, file: str) -> Texts:
    """What each field reads of this sheet."""
    if feed.layout == "china_sites":
        return _sites(feed, contract, sheet)
    mapped = headings.columns(feed, contract, sheet.headings)
    fields = {name: _text(heading, sheet, file=file) for name, heading in mapped.items() if name not in feed.constants}
    for name, heading in (POINT | {"geometry": "geometry"}).items():
        has_field = any(field.name == name for field in contract.fields)
        if has_field and not {name} & {*fields, *feed.constants} and heading in sheet.headings and not sheet.is_hand_made:
            fields[name] = _column(heading, sheet)
    if feed.layout == "long":
        return _long(feed, contract, sheet, fields)
    return Texts(relation=_lettered(sheet), fields=fields, dropped=_dropped(feed, sheet), row_hash=_row_hash(sheet))
