"""Read a CSV without quotes in one pass: numbers by Arrow, every other distinct text once through the ladder.

Most of what programs write is plain: each text of it has a value or is *not measured*. The first text that is refused, the first line
that may be no data, gives the file back: the staged reading, which can say of each line what became of it, then reads it from its start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from pipelines.contract import Contract
from pipelines.intake.casting import Casting, identifier
from pipelines.intake.columns import Origin, columns, months
from pipelines.intake.fields import NOT_MEASURED, Rule, Value, missing, read
from pipelines.intake.layouts import Texts, totals
from pipelines.intake.rowfile import ROWS, TYPES, RowFile, Written, assembled, leave_out
from pipelines.intake.sheet import Sheet
from pipelines.intake.units import AS_IS

TEXT = pa.dictionary(pa.int32(), pa.string())
MAX_BLOCK_BYTES = 32 << 20
# Beyond this many distinct texts the ladder, one text at a time, is slower than the staged reading; so are more repeated keys.
MAX_TEXTS, MAX_ALIKE = 200_000, 100_000
MIXING = np.uint64(0x9E37_79B9_7F4A_7C15)
_COLUMN = re.compile(r"c\d+")
_COPIED = re.compile(r'cast\(s\.("v_(?:[^"]|"")+") as [A-Z]+\)')


class NotPlainError(Exception):
    """The file holds something that must be looked at line by line."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One sheet about to be read: what each field reads of it, and by which rule."""

    origin: Origin
    contract: Contract
    sheet: Sheet
    texts: Texts
    rules: Mapping[str, Rule]

    @property
    def used(self) -> dict[str, Rule]:
        """The rules of the fields that the sheet fills."""
        return {name: self.rules[name] for name in self.texts.fields}

    @property
    def key(self) -> tuple[str, ...]:
        """The fields that lines with the same text must agree in."""
        return tuple(name for name, rule in self.used.items() if rule.field.is_required)

    def is_possible(self) -> bool:
        """Whether each field is one column of a file that may be plain."""
        if self.sheet.plain is None or self.texts.is_spread or self.texts.is_gathered or self.origin.feed.where or not self.key:
            return False
        if not all(_COLUMN.fullmatch(text) for text in self.texts.fields.values()):
            return False
        numbers = [self.texts.fields[name] for name, rule in self.used.items() if _is_number(rule)]
        others = [self.texts.fields[name] for name, rule in self.used.items() if not _is_number(rule)]
        is_worded = any(rule.words and (_is_number(rule) or set(rule.words) & set(NOT_MEASURED)) for rule in self.used.values())
        return not is_worded and not set(numbers) & {*others, "c0"}


def _is_number(rule: Rule) -> bool:
    return rule.field.kind in ("number", "integer")


@dataclass(kw_only=True)
class _Texts:
    """The distinct texts of one field so far: each has a number and a value."""

    rule: Rule
    numbers: dict[str, int] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)

    def codes(self, texts: list[str]) -> np.ndarray:
        """The numbers of some texts; the new ones go through the ladder."""
        for text in texts:
            if text not in self.numbers:
                value = read(text, self.rule).value
                if value is None or len(self.values) == MAX_TEXTS:
                    raise NotPlainError
                self.numbers[text] = len(self.values)
                self.values.append(value)
        return np.fromiter((self.numbers[text] for text in texts), np.uint64, len(texts))

    def typed(self, column: pa.DictionaryArray, texts: list[str], codes: np.ndarray) -> pa.Array:
        """The column's values."""
        values = [self.values[code] for code in codes.tolist()]
        kind = TYPES[self.rule.field.sql_type]
        if pa.types.is_string(kind) and values == texts:
            return column
        # From buffers, because pa.array loads pandas, a third of a second.
        if self.rule.field.kind == "datetime":
            body = np.array([value for value in values if isinstance(value, datetime)], "datetime64[us]")
            return pa.Array.from_buffers(kind, len(body), [None, pa.py_buffer(body)]).take(column.indices)
        found = pa.array(values, kind)
        return pa.DictionaryArray.from_arrays(column.indices, found) if pa.types.is_string(kind) else found.take(column.indices)


def _floats(column: pa.Array) -> np.ndarray:
    """The numbers of a column, null ones as they lie."""
    return np.frombuffer(column.buffers()[1], np.float64, len(column), column.offset * 8)


def _moments(column: pa.Array) -> np.ndarray:
    """The moments or days of a column without nulls."""
    stored, kind = (np.int64, "datetime64[us]") if pa.types.is_timestamp(column.type) else (np.int32, "datetime64[D]")
    return np.frombuffer(column.buffers()[1], stored, len(column), column.offset * np.dtype(stored).itemsize).astype(kind)


def _bounds(column: pa.Array) -> tuple[float, float]:
    found = pc.min_max(column)
    return found["min"].as_py(), found["max"].as_py()


def _number(column: pa.Array, rule: Rule) -> pa.Array:
    """A column of numbers as the ladder reads them: in the contract's unit and range, and null for the codes of *not measured*."""
    if column.null_count == len(column):
        return column if rule.field.kind == "number" else pa.nulls(len(column), pa.int64())
    if column.offset or not np.isfinite(_floats(column)).all():
        raise NotPlainError
    absent = missing(rule)
    if _bounds(column)[0] <= max(absent):
        column = pc.if_else(pc.is_in(column, pa.array(absent, pa.float64())), pa.nulls(len(column), pa.float64()), column)
    values = _floats(column)
    if rule.conversion != AS_IS:
        values = np.asarray(rule.conversion.apply(values))  # type: ignore[arg-type]
        column = pa.Array.from_buffers(pa.float64(), len(column), [column.buffers()[0], pa.py_buffer(values)], column.null_count)
    if column.null_count < len(column):
        (least, most), low, high = _bounds(column), rule.field.minimum, rule.field.maximum
        if (low is not None and least < low) or (high is not None and most > high) or not np.isfinite([least, most]).all():
            raise NotPlainError
    if rule.field.kind == "number":
        return column
    if not (np.floor(values) == values).all() or np.abs(values).max() >= 9e15:
        raise NotPlainError
    return pa.Array.from_buffers(pa.int64(), len(column), [column.buffers()[0], pa.py_buffer(values.astype(np.int64))], column.null_count)


class _Reading:
    """The batches of one file, typed, with a sign of each line's key."""

    def __init__(self, con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
        self._con, self._plan = con, plan
        self._texts = {name: _Texts(rule=rule) for name, rule in plan.used.items() if not _is_number(rule)}
        self._first: set[str] = set()
        self._total = totals(plan.origin.feed)
        self.signs: list[np.ndarray] = []
        casting = Casting(values={name: f"s.{identifier('v_' + name)}" for name in plan.used}, reasons={}, joins="")
        self.wanted = columns(plan.origin, plan.contract, casting, plan.rules, sheet=plan.sheet.name)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """What Arrow reads: numbers as numbers, every other column as texts."""
        plan, sheet = self._plan, self._plan.sheet
        assert sheet.plain is not None
        kinds = {"c0": TEXT} | {text: pa.float64() if _is_number(plan.used[name]) else TEXT for name, text in plan.texts.fields.items()}
        # About one row group a block.
        block = min(MAX_BLOCK_BYTES, max(1 << 20, sheet.plain.path.stat().st_size * ROWS // max(sheet.line_count, 1)))
        yield from arrow_csv.open_csv(
            sheet.plain.path,
            arrow_csv.ReadOptions(block_size=block, skip_rows=sheet.plain.skip, column_names=[f"c{i}" for i in range(len(sheet.headings))]),
            arrow_csv.ParseOptions(delimiter=sheet.plain.delimiter, quote_char=False, ignore_empty_lines=False),
            arrow_csv.ConvertOptions(
                column_types=kinds, include_columns=list(kinds), null_values=["", *NOT_MEASURED], strings_can_be_null=True, check_utf8=False
            ),
        )

    def typed(self, batch: pa.RecordBatch, line: int) -> pa.Table:
        """The rows to write."""
        self._look_at(batch["c0"])
        rows, sign = {}, np.zeros(batch.num_rows, np.uint64)
        for name, rule in self._plan.used.items():
            column = batch[self._plan.texts.fields[name]]
            if name in self._plan.key and column.null_count:
                raise NotPlainError
            codes = np.empty(0, np.uint64)
            if _is_number(rule):
                rows["v_" + name] = _number(column, rule)
            else:
                texts = column.dictionary.to_pylist()
                codes = self._texts[name].codes(texts)
                rows["v_" + name] = self._texts[name].typed(column, texts, codes)
            if name in self._plan.key:
                places = column.indices.buffers()[1] if not _is_number(rule) else None
                sign = sign ^ (_floats(column).view(np.uint64) if places is None else codes[np.frombuffer(places, np.int32, len(column))])
                sign *= MIXING
                sign ^= sign >> np.uint64(29)
        self.signs.append(sign)
        return self._completed(rows, batch.num_rows, line)

    def _look_at(self, column: pa.DictionaryArray) -> None:
        """Refuse a line that may be blank, a total or the headings again."""
        heading = self._plan.sheet.headings[0]
        new = set(column.dictionary.to_pylist()) - self._first
        self._first |= new
        if column.null_count or len(self._first) > MAX_TEXTS:
            raise NotPlainError
        if any(not text.strip() or text.strip() == heading or self._total.fullmatch(text) for text in new):
            raise NotPlainError

    def _completed(self, rows: dict[str, pa.Array], count: int, line: int) -> pa.Table:
        """The typed values with the columns that are computed from them and those that are the same in every row."""
        found = {"source_line": pa.Array.from_buffers(pa.int64(), count, [None, pa.py_buffer(np.arange(line, line + count))])}
        moment = rows.get(f"v_{self._plan.contract.moment}")
        if moment is not None and not moment.null_count:
            # DuckDB would be asked for this alone, and registering rows with it loads pandas.
            body = months(_moments(moment), self._plan.contract)
            found["month_id"] = pa.Array.from_buffers(pa.int32(), count, [None, pa.py_buffer(body)])
        derived = {n: c for n, c in self.wanted.items() if isinstance(c, str) and n not in found and not _COPIED.fullmatch(c)}
        if derived:
            self._con.register("plain_rows", pa.table(rows))
            asked = ", ".join(f"{text} as {identifier(name)}" for name, text in derived.items())
            computed = self._con.execute(f"select {asked} from plain_rows s").to_arrow_table().combine_chunks()
            self._con.unregister("plain_rows")
            found |= {name: computed[name] for name in derived}
        for name, column in self.wanted.items():
            copied = _COPIED.fullmatch(column) if isinstance(column, str) else None
            if copied is not None:
                found[name] = rows[copied[1][1:-1].replace('""', '"')]
        if any(found[f.name].null_count for f in self._plan.contract.fields if f.is_required and f.name in found):
            raise NotPlainError
        return assembled(self.wanted, found, count)


def pour_plain(con: duckdb.DuckDBPyConnection, plan: Plan, path: Path) -> tuple[Written, int]:
    """Write the rows of a plain file; how many lines stand there twice. Raises NotPlainError: then the path holds nothing of use."""
    sheet, reading = plan.sheet, _Reading(con, plan)
    first = line = sheet.non_data + 1
    try:
        with RowFile(path, moment=plan.contract.moment) as file:
            for batch in reading.batches():
                file.add(reading.typed(batch, line))
                line += batch.num_rows
            if line == first or line - first != sheet.line_count - sheet.non_data:
                raise NotPlainError
            written = file.written()
    except pa.ArrowInvalid as fault:
        raise NotPlainError from fault
    repeated = _repeated(sheet, np.concatenate(reading.signs), first)
    return written, leave_out(path, repeated) if repeated else 0


def _repeated(sheet: Sheet, signs: np.ndarray, first: int) -> list[int]:
    """The lines whose text stands on an earlier line too; only lines that agree in their key can be such."""
    ordered = np.sort(signs)
    alike = np.flatnonzero(np.isin(signs, ordered[1:][ordered[1:] == ordered[:-1]]))
    if len(alike) > MAX_ALIKE:
        raise NotPlainError
    seen: set[str] = set()
    repeated: list[int] = []
    for line, text in sheet.raw_text((alike + first).tolist()) if len(alike) else ():
        if text in seen:
            repeated.append(line)
        seen.add(text)
    return repeated
