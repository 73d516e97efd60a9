"""Write a first city.toml and feeds.toml from the files a bureau brings; every guess is marked 待确认 for a person."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from pipelines.contract import Contract, contracts
from pipelines.errors import InputError, LanxunError
from pipelines.intake import encodings, excel, features
from pipelines.intake.csvfile import DELIMITERS
from pipelines.intake.fields import Rule, read
from pipelines.intake.headings import normal
from pipelines.intake.likeness import columns_of, datum_of, shapes_of
from pipelines.intake.limits import Limits
from pipelines.intake.sources import FORMATS

UNSURE = "# 待确认"
SAMPLE_LINES = 400
DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, kw_only=True)
class Table:
    """The head of one file: its headings and some rows."""

    path: Path
    headings: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    encoding: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What a file seems to be."""

    table: Table
    contract: Contract
    columns: dict[str, str]
    units: dict[str, str]
    score: int
    doubts: dict[str, str] = field(default_factory=dict)


def _guess(table: Table) -> Guess | None:
    """The contract whose fields the headings name best."""
    best: Guess | None = None
    shapes = shapes_of(table.headings)
    for contract in contracts().values():
        columns, units = columns_of(contract, shapes)
        required = [f.name for f in contract.fields if f.is_required]
        lacking = [name for name in required if name not in columns and not _can_do_without(contract, name)]
        if not columns or lacking:
            continue
        score = 2 * len(columns) + sum(3 for name in contract.signature if name in columns) - len(required)
        if best is None or score > best.score:
            best = Guess(table=table, contract=contract, columns=columns, units=units, score=score)
    return best if best is not None and len(best.columns) >= 2 else None


def _can_do_without(contract: Contract, name: str) -> bool:
    """A list of points without codes still is a list: its code is made from its contents."""
    return contract.name == "enterprises" and name == "enterprise_id"


def _heads(path: Path, *, limits: Limits) -> list[Table]:
    kind = FORMATS.get(path.suffix.lower())
    if kind == "csv":
        return _text_heads(path)
    if kind == "parquet":
        file = pq.ParquetFile(path)
        batch = next(file.iter_batches(SAMPLE_LINES), None)
        rows = [] if batch is None else [["" if v is None else str(v) for v in row.values()] for row in batch.to_pylist()]
        return [Table(path=path, headings=tuple(file.schema_arrow.names), rows=rows)]
    if kind == "geojson":
        found = features.parsed(path, limits=limits, place=path.name)
        names = list(dict.fromkeys(name for item in found for name in (item.get("properties") or {})))
        names = [*names, "geometry"]
        rows = [
            [features.text_of((item.get("properties") or {}).get(name)) or "" for name in names[:-1]] + ["{}"]
            for item in found[:SAMPLE_LINES]
        ]
        return [Table(path=path, headings=tuple(names), rows=rows)]
    if kind in ("xlsx", "xls", "et"):
        with tempfile.TemporaryDirectory() as scratch:
            return [
                _best_head(path, rows, sheet=name)
                for name, rows in excel.heads(path, scratch=Path(scratch), limits=limits, rows=SAMPLE_LINES)
            ]
    return []


def _text_heads(path: Path) -> list[Table]:
    with path.open("rb") as file:
        raw = b"".join(line for _, line in zip(range(SAMPLE_LINES), file, strict=False))
    encoding = encodings.marked(path)
    for choice in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            lines = raw.decode(choice or "utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        tables = [_best_head(path, [_cut(line, mark) for line in lines], encoding=choice) for mark in DELIMITERS]
        return [max(tables, key=lambda table: (_score(table), len(table.headings)))]
    raise InputError(f"{path.name} is neither UTF-8 nor GB18030; save it as UTF-8")


def _cut(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _score(table: Table) -> int:
    guess = _guess(table)
    return -1 if guess is None else guess.score


def _best_head(path: Path, rows: Sequence[Sequence[str]], *, encoding: str | None = None, sheet: str | None = None) -> Table:
    """The table below the row that looks most like headings."""
    tables = [
        Table(path=path, headings=tuple(cell.strip().lstrip("\ufeff") for cell in row), rows=rows[i + 1 :], encoding=encoding, sheet=sheet)
        for i, row in enumerate(rows[:30])
    ]
    return max(tables, key=_score, default=Table(path=path, headings=(), rows=(), encoding=encoding, sheet=sheet))


def guesses(files: Sequence[Path], *, limits: Limits = DEFAULT_LIMITS) -> tuple[list[Guess], list[str]]:
    """What each file seems to be, and a sentence for each that seems to be nothing."""
    found: list[Guess] = []
    notes: list[str] = []
    for path in sorted(files):
        try:
            heads = _heads(path, limits=limits)
        except (LanxunError, OSError) as fault:
            notes.append(f"{path.name}: {fault}")
            continue
        guessed = [guess for table in heads if (guess := _guess(table)) is not None]
        if not guessed:
            notes.append(f"{path.name}: no table fits its headings ({', '.join(h for t in heads for h in t.headings[:8]) or 'none read'})")
        found += guessed
    return found, notes


def box(found: Sequence[Guess]) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the sampled points, with a margin of 0.1 degrees."""
    points: list[tuple[float, float]] = []
    for guess in found:
        if {"lon", "lat"} <= set(guess.columns):
            at = [guess.table.headings.index(guess.columns[name]) for name in ("lon", "lat")]
            rules = [Rule(field=guess.contract.field(name)) for name in ("lon", "lat")]
            for row in guess.table.rows:
                if len(row) > max(at):
                    lon, lat = (read(row[i], rule).value for i, rule in zip(at, rules, strict=True))
                    if isinstance(lon, float) and isinstance(lat, float) and (lon, lat) != (0.0, 0.0) and abs(lat) <= 90:
                        points.append((lon, lat))
    if not points:
        return None
    lons, lats = sorted(p[0] for p in points), sorted(p[1] for p in points)
    cut = len(points) // 100
    low, high = cut, len(points) - 1 - cut
    return round(lons[low] - 0.1, 2), round(lats[low] - 0.1, 2), round(lons[high] + 0.1, 2), round(lats[high] + 0.1, 2)


def zone(lon: float) -> str:
    """The CGCS2000 3-degree zone of a longitude in China."""
    return f"EPSG:{4534 + round(lon / 3) - 25}"


def _quoted(text: object) -> str:
    return json.dumps(text, ensure_ascii=False)


def _feed_text(guess: Guess, *, name: str, patterns: Sequence[str]) -> list[str]:
    contract, table = guess.contract, guess.table
    lines = ["[[feed]]", f"name = {_quoted(name)}", f"table = {_quoted(contract.name)}  {UNSURE}：{contract.grain}"]
    lines.append(f"files = {json.dumps(list(patterns), ensure_ascii=False)}")
    if table.sheet is not None:
        lines.append(f"sheet = {_quoted(table.sheet)}")
    if table.encoding not in (None, "utf-8", "utf-8-sig"):
        lines.append(f"encoding = {_quoted(table.encoding)}  {UNSURE}：按字节严格判断")
    if any(f.name in ("datum", "geometry") for f in contract.fields) and {"lon", "geometry"} & set(guess.columns):
        named = {datum_of(guess.columns[name]) for name in ("lon", "lat") if name in guess.columns}
        datum = named.pop() if len(named) == 1 else None
        lines.append(
            f'datum = "unknown"  {UNSURE}：坐标系是 wgs84、cgcs2000、gcj02 还是 bd09？'
            if datum is None
            else f'datum = "{datum}"  {UNSURE}：按表头所写；表头与实际可能不符'
        )
    lines.append("[feed.columns]")
    for item in contract.fields:
        if item.name in guess.columns:
            heading = guess.columns[item.name]
            exact = normal(heading) in {normal(word) for word in (item.name, *item.aliases)}
            lines.append(f"{item.name} = {_quoted(heading)}" + ("" if exact else f"  {UNSURE}：按去掉单位和坐标系后的表头猜测"))
    if guess.units:
        lines += ["[feed.units]", *(f"{name} = {_quoted(unit)}  {UNSURE}" for name, unit in guess.units.items())]
    if contract.name == "enterprises" and "enterprise_id" not in guess.columns:
        parts = [part for part in ("name", "address", "lon", "lat") if part in guess.columns]
        lines += ["[feed.generate]", f"enterprise_id = {json.dumps(parts)}  {UNSURE}：文件没有编号，用这些列生成"]
    unused = [h for h in table.headings if h and h not in guess.columns.values()]
    lines += [f"# 未使用的表头：{'、'.join(unused[:30])}"] if unused else []
    return [*lines, ""]


def _groups(found: Sequence[Guess], root: Path) -> list[tuple[Guess, list[str]]]:
    """Files of one folder with the same columns are one feed."""
    groups: dict[tuple[object, ...], tuple[Guess, list[str]]] = {}
    for guess in found:
        same = (guess.contract.name, guess.table.path.parent, tuple(guess.columns.items()), guess.table.encoding, guess.table.sheet)
        path = guess.table.path.relative_to(root).as_posix()
        groups.setdefault(same, (guess, []))[1].append(re.sub(r"([\[*?])", r"[\1]", path))
    return list(groups.values())


def draft(files: Sequence[Path], *, root: Path, limits: Limits = DEFAULT_LIMITS) -> str:
    """The text of a feeds.toml for files below `root`; it loads, and every unsure line says 待确认."""
    found, notes = guesses(files, limits=limits)
    lines = ["# 由 lanxun init 根据原始文件起草。带“待确认”的行请逐一核对后删去标记。", ""]
    lines += [f"# 未能识别：{note}" for note in notes]
    used: dict[str, int] = {}
    for guess, patterns in _groups(found, root):
        stem = guess.contract.name
        used[stem] = used.get(stem, 0) + 1
        lines += _feed_text(guess, name=stem if used[stem] == 1 else f"{stem}_{used[stem]}", patterns=patterns)
    return "\n".join(lines) + "\n"


def draft_city(files: Sequence[Path], *, city_id: str, name: str, limits: Limits = DEFAULT_LIMITS) -> str:
    """The text of a city.toml for the same files: its box from the points, its projection from the longitude."""
    found, _ = guesses(files, limits=limits)
    bounds = box(found) or (73.0, 18.0, 135.0, 54.0)
    middle = (bounds[0] + bounds[2]) / 2
    is_chinese = 73 <= middle <= 136 and 15 <= bounds[1] <= 55
    crs = zone(middle) if is_chinese else f"EPSG:{(32600 if bounds[1] >= 0 else 32700) + int((middle + 180) // 6) + 1}"
    hours = 8 if is_chinese else round(middle / 15)
    lines = [
        "# 由 lanxun init 起草。带“待确认”的行请逐一核对后删去标记。",
        f"city_id = {_quoted(city_id)}",
        f"name = {_quoted(name)}",
        f"name_en = {_quoted(city_id)}  {UNSURE}",
        f"jurisdiction = {_quoted('CN' if is_chinese else 'US')}  {UNSURE}",
        f"crs = {_quoted(crs)}  {UNSURE}：按经度 {middle:.2f} 选取",
        f"utc_offset = {_quoted(f'{hours:+03d}:00')}" + ("" if is_chinese else f"  {UNSURE}"),
        f"bbox_deg = {list(bounds)}  {UNSURE}：按点位范围外扩 0.1 度",
    ]
    return "\n".join(lines) + "\n"
