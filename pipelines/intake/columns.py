"""Say, as SQL over the staged lines of a sheet, what every column of its loaded rows holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from pipelines.city import Feed
from pipelines.contract import Contract
from pipelines.errors import ConfigurationError
from pipelines.intake.casting import Casting, literal
from pipelines.intake.fields import Rule, Value, read
from pipelines.intake.rowfile import Fixed

HOUR_ENDING = ("readings", "weather", "emissions", "power")


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a sheet came from."""

    feed: Feed
    file: str
    sha256: str
    received_at: datetime
    key: str


def constant(value: Value, kind: str) -> str:
    """A typed value as SQL."""
    if value is None:
        return f"cast(null as {kind})"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"cast({value!r} as {kind})"
    return f"cast({literal(str(value))} as {kind})"


def _constants(feed: Feed, rules: Mapping[str, Rule]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, given in feed.constants.items():
        reading = read(str(given).lower() if isinstance(given, bool) else str(given), rules[name])
        if reading.reason is not None:
            raise ConfigurationError(
                f"feeds.toml, feed {feed.name!r}: constant {given!r} of {name} is refused ({reading.reason}); correct it"
            )
        found[name] = constant(reading.value, rules[name].field.sql_type)
    return found


def expressions(feed: Feed, contract: Contract, casting: Casting, rules: Mapping[str, Rule]) -> dict[str, str]:
    """The expression of every contract column, in contract order."""
    values = dict(casting.values) | _constants(feed, rules)
    for name, parts in feed.generate.items():
        unknown = [part for part in parts if part not in values]
        if unknown:
            raise ConfigurationError(
                f"feeds.toml, feed {feed.name!r}: generate.{name} uses {unknown[0]!r}, which the feed does not fill; map it first"
            )
        texts = [f"cast({values[part]} as varchar)" for part in parts]
        joined = " || '|' || ".join(f"coalesce({text}, '')" for text in texts)
        values[name] = (
            f"case when coalesce({', '.join(texts)}) is not null then {literal(feed.name + '-')} || left(sha256({joined}), 12) end"
        )
    return {f.name: f"cast({values.get(f.name, 'null')} as {f.sql_type})" for f in contract.fields}


def _moment(contract: Contract, values: Mapping[str, str]) -> tuple[str, str]:
    """Two expressions: the moment of a row as a timestamp, and its month."""
    if contract.moment is None:
        return "cast(null as timestamp)", "cast(null as integer)"
    moment = f"cast({values[contract.moment]} as timestamp)"
    begun = moment
    if contract.name in HOUR_ENDING and contract.field(contract.moment).kind == "datetime":
        begun = f"({moment} - interval 1 hour)"
    return moment, f"cast(year({begun}) * 100 + month({begun}) as integer)"


def months(moments: np.ndarray, contract: Contract) -> np.ndarray:
    """The months of moments, as the expression of `_moment` has them."""
    is_hour_ending = contract.name in HOUR_ENDING and moments.dtype == np.dtype("datetime64[us]")
    begun = (moments - np.timedelta64(1, "h") if is_hour_ending else moments).astype("datetime64[M]").astype(np.int64)
    return np.asarray((begun // 12 + 1970) * 100 + begun % 12 + 1, np.int32)


def columns(origin: Origin, contract: Contract, casting: Casting, rules: Mapping[str, Rule], *, sheet: str) -> dict[str, str | Fixed]:
    """Every column of the loaded rows in order: an expression over the staged lines, or the one value of all rows."""
    feed, values = origin.feed, expressions(origin.feed, contract, casting, rules)
    filled = {*casting.values, *feed.constants, *feed.generate}
    found: dict[str, str | Fixed] = {
        f.name: values[f.name] if f.name in filled else Fixed(value=None, kind=f.sql_type) for f in contract.fields
    }
    moment, month = _moment(contract, values)
    for name, told in {"feed": feed.name, "file": origin.file, "sha256": origin.sha256, "sheet": sheet}.items():
        found[f"source_{name}"] = Fixed(value=told, kind="VARCHAR")
    found["source_line"] = "s.line"
    found["source_received_at"] = Fixed(value=origin.received_at, kind="TIMESTAMP")
    if feed.publication_delay_h is not None and contract.moment is not None:
        found["source_received_at"] = f"{moment} + interval ({round(feed.publication_delay_h * 3600)}) second"
    found["source_datum"] = Fixed(value=feed.datum, kind="VARCHAR")
    if "datum" in filled:
        found["source_datum"] = values["datum"] if feed.datum is None else f"coalesce({values['datum']}, {literal(feed.datum)})"
    found["month_id"] = Fixed(value=None, kind="INTEGER") if contract.moment is None else month
    return found
