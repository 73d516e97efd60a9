"""Cast a whole relation of texts: plain values in SQL, every other distinct text once through `fields.read`.

`plain` must agree with `fields.read` wherever it gives a value; a property test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import duckdb
import pyarrow as pa

from pipelines.intake.fields import BLANKS, LATEST_MOMENT, NOT_MEASURED, Rule, Value, missing, read

_ARROW = {
    "string": pa.string(), "number": pa.float64(), "integer": pa.int64(), "boolean": pa.bool_(),
    "date": pa.date32(), "datetime": pa.timestamp("us"), "geojson": pa.string(),
}  # fmt: skip
BATCH = 50_000
ASCII_BLANKS = " \t\r\n\v\f"


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def among(expression: str, texts: Iterable[str]) -> str:
    """Whether a text is one of a list. A long `in (…)` becomes a join, and a join loses the order of the lines."""
    return f"list_contains([{', '.join(literal(text) for text in texts)}], {expression})"


def begins(code: str, letters: Iterable[str], *, low: int = 32, is_ascii: bool = False) -> str:
    """Whether a text is empty, or begins with one of some letters or with any up to the code `low`; `code` is its ascii(), 0 when empty.

    Comparing numbers one by one costs a fifth of looking into a list. `is_ascii` says that no text holds a letter beyond ASCII.
    """
    codes = sorted({ord(letter) for letter in letters})
    tests = [f"{code} <> {number}" for number in codes if low < number < (128 if is_ascii else 1 << 21)]
    return f"not ({' and '.join([f'{code} > {low}', *tests])})"


def _plain_number(text: str, value: str, rule: Rule, *, is_clean: bool) -> str:
    converted = rule.conversion.sql(value)
    low, high = rule.field.minimum, rule.field.maximum
    guards = [f"{converted} >= {low!r}::double" if low is not None else f"isfinite({converted})"]
    guards.append(f"{converted} <= {high!r}::double" if high is not None else f"isfinite({converted})")
    absent = [n for n in missing(rule) if low is None or rule.conversion.apply(n) >= low]
    if absent:
        guards += [f"{value} <> {n!r}::double" for n in absent]
    if not is_clean:  # DuckDB reads 1_000 as a thousand
        guards.append(f"not contains({text}, '_')")
    if rule.field.kind == "integer":
        guards += [f"{converted} = floor({converted})", f"abs({converted}) < 9e15"]
        converted = f"cast({converted} as bigint)"
    return f"case when {' and '.join(guards)} then {converted} end"


def _plain_moment(text: str, value: str, rule: Rule) -> str:
    shapes = ["____-__-__ __:__:__", "____-__-__T__:__:__", "____-__-__ __:__"]
    if rule.field.kind == "date":
        shapes = ["____-__-__", "____-__-__ 00:00:00"]
    shaped = " or ".join(f"{text} like {literal(shape)}" for shape in shapes)
    if rule.field.kind == "datetime" and rule.shift != timedelta():
        value = f"{value} + interval ({int(rule.shift.total_seconds())}) second"
    guard = f"strlen({text}) <= 19 and ({shaped}) and {value} >= timestamp '1900-01-01' and {value} < timestamp '{LATEST_MOMENT:%Y-%m-%d}'"
    return f"case when {guard} then {value} end"


def _plain_string(text: str, code: str, *, is_clean: bool, is_ascii: bool) -> str:
    # A blank at either end, a control character, an Excel error, lost digits, or a begin like *not measured*: the long way.
    starts = {*BLANKS, "#", *(word[0] for word in NOT_MEASURED)}
    ends = [blank for blank in BLANKS if not (is_clean and blank in "\r\n\v\f") and (not is_ascii or blank.isascii())]
    guards = [
        f"not {begins(code, starts, low=47, is_ascii=is_ascii)}",
        f"not contains({text}, '+')",
        *(f"not ends_with({text}, {literal(blank)})" for blank in ends),
    ]
    if not is_clean:
        guards.append(f"not regexp_matches({text}, '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]')")
    return f"case when {' and '.join(guards)} then {text} end"


def _trial(text: str, rule: Rule) -> str:
    """What is computed once for a text: DuckDB's own cast, which admits more than the ladder does, or a string's first letter."""
    if rule.field.kind in ("number", "integer"):
        return f"try_cast({text} as double)"
    if rule.field.kind in ("date", "datetime"):
        return f"try_cast({text} as {'date' if rule.field.kind == 'date' else 'timestamp'})"
    return f"ascii({text})"


def has_plain(rule: Rule) -> bool:
    """Whether SQL can decide any text of this field; else every text goes through the ladder."""
    kind = rule.field.kind
    if kind in ("date", "datetime"):
        return rule.time_format is None
    return kind in ("number", "integer") or (kind == "string" and not rule.field.words and not rule.words)


def plain(text: str, rule: Rule, *, is_clean: bool = False, is_ascii: bool = False, tried: str | None = None) -> str:
    """SQL for the typed value of an easy text; null where the ladder must decide.

    `is_clean` says that the bytes are known to hold no control character and no underscore, `is_ascii` that they hold no letter
    beyond ASCII, which spares a search in every cell; `tried` names a column that already holds the trial.
    """
    if not has_plain(rule):
        return f"cast(null as {rule.field.sql_type})"
    trial = tried or _trial(text, rule)
    if rule.field.kind == "string":
        value = _plain_string(text, trial, is_clean=is_clean, is_ascii=is_ascii)
    elif rule.field.kind in ("number", "integer"):
        value = _plain_number(text, trial, rule, is_clean=is_clean)
    else:
        value = _plain_moment(text, trial, rule)
    if not rule.words:
        return value
    trimmed = f"trim({text}, {literal(ASCII_BLANKS)})"
    return f"case when not {among(trimmed, rule.words)} then {value} end"


@dataclass(frozen=True, kw_only=True)
class Casting:
    """Expressions over the staged table: the typed value and the reason of each field, and the joins they need."""

    values: Mapping[str, str]
    reasons: Mapping[str, str]
    joins: str


def staged_query(
    texts: Mapping[str, str], rules: Mapping[str, Rule], *, relation: str, head: Mapping[str, str], is_clean: bool, is_ascii: bool
) -> str:
    """The staged sheet: the columns of `head`, `v_` each field's plain value, `odd` the texts that were not plain.

    One list for the odd texts of a row, null in nearly every row, costs a seventh of a column of texts for each field. Three
    levels, because DuckDB evaluates an expression again wherever it stands within a CASE.
    """
    names = {name: f"x{i}" for i, name in enumerate(texts)}
    first = [f"{text} as {names[name]}" for name, text in texts.items()]
    first += [f"{_trial(text, rules[name])} as t_{names[name]}" for name, text in texts.items() if has_plain(rules[name])]
    second = [*head, *names.values()]
    values, odd, direct = [], [], []
    for name, column in names.items():
        value = identifier("v_" + name)
        second.append(f"{plain(column, rules[name], is_clean=is_clean, is_ascii=is_ascii, tried=f't_{column}')} as {value}")
        values.append(value)
        if has_plain(rules[name]):
            odd.append(f"case when {value} is null and {column} <> '' then {column} end")
        else:
            direct.append(f"nullif({column}, '') as {identifier('o_' + name)}")
    some = " or ".join(f"({identifier('v_' + name)} is null and {names[name]} <> '')" for name in names if has_plain(rules[name]))
    listed = f"case when {some} then [{', '.join(odd)}] end" if odd else "cast(null as varchar[])"
    return (
        f"select {', '.join([*head, *values, *direct, f'{listed} as odd'])} from (select {', '.join(second)} from "
        f"(select {', '.join([*(f'{text} as {name}' for name, text in head.items()), *first])} from {relation}))"
    )


def odd_columns(rules: Mapping[str, Rule]) -> dict[str, str]:
    """By field, the text that was not plain, as an expression over the staged table."""
    listed = [name for name, rule in rules.items() if has_plain(rule)]
    return {name: f"odd[{listed.index(name) + 1}]" if name in listed else identifier("o_" + name) for name in rules}


def ladder(con: duckdb.DuckDBPyConnection, rules: Mapping[str, Rule], *, table: str, odd: Iterable[str]) -> Casting:
    """Send every distinct text that was not plain through the ladder and say how to join the answers back; `odd` names their fields."""
    values = {name: f"s.{identifier('v_' + name)}" for name in rules}
    reasons: dict[str, str] = {}
    joins: list[str] = []
    for name in odd:
        lookup = identifier("odd_" + name)
        has_reason = _answer(con, rules[name], table=table, name=name)
        joins.append(f"left join {lookup} on s.{identifier('o_' + name)} = {lookup}.text")
        values[name] = f"coalesce({values[name]}, {lookup}.value)"
        if has_reason:
            reasons[name] = f"{lookup}.reason"
    return Casting(values=values, reasons=reasons, joins=" ".join(joins))


def _answer(con: duckdb.DuckDBPyConnection, rule: Rule, *, table: str, name: str) -> bool:
    """Fill the field's lookup table; whether any text is refused."""
    odd, lookup = identifier("o_" + name), identifier("odd_" + name)
    con.execute(f"create or replace table {lookup} (text varchar, value {rule.field.sql_type}, reason varchar)")
    distinct = con.cursor().execute(f"select distinct {odd} from {table} where {odd} is not null and not is_dropped")
    has_reason = False
    while rows := distinct.fetchmany(BATCH):
        texts = [str(row[0]) for row in rows]
        readings = [read(text, rule) for text in texts]
        cells: list[Value] = [reading.value for reading in readings]
        answers = pa.table(
            {
                "text": pa.array(texts, pa.string()),
                "value": pa.array(cells, _ARROW[rule.field.kind]),
                "reason": pa.array([reading.reason for reading in readings], pa.string()),
            }
        )
        con.register("answers", answers)
        con.execute(f"insert into {lookup} from answers")
        con.unregister("answers")
        has_reason = has_reason or any(reading.reason for reading in readings)
    return has_reason
