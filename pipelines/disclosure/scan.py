"""Look into a finished file for what must never be public: columns, values, bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from pipelines.disclosure.terms import Column
from pipelines.engines.duckdb import identifier

MOBILE = r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])"
LANDLINE = r"(?<![0-9])0[0-9]{2,3}[-－ ]?[0-9]{7,8}(?![0-9])"
DATE = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
IDENTITY = rf"(?<![0-9])[1-9][0-9]{{5}}{DATE}[0-9]{{3}}[0-9Xx](?![0-9A-Za-z])"
COORDINATES = r"(?<![0-9.])(?:7[3-9]|[89][0-9]|1[0-3][0-9])\.[0-9]{3,}"
PATTERNS = {"手机号码": MOBILE, "固定电话": LANDLINE, "身份证号码": IDENTITY, "坐标": COORDINATES}
OFFICE = ("publication", "contact")  # the bureau's own office telephone is public; a mobile number is not, even there
PLACES = frozenset({("stations", "lon"), ("stations", "lat")})
PRIVATE_WORDS = (
    "liaison", "phone", "address", "content", "reporter", "licence", "officer", "approved_by", "object_name", "complaint_id", "visit_id",
    "enterprise_id", "uscc", "plan", "x_m", "y_m", "score", "points", "rank", "candidate", "evidence", "exceed", "flag", "source_file",
)  # fmt: skip
RANKING_WORDS = re.compile(r"最差|最脏|最严重|污染大户|黑榜|红黑榜|黑名单|排名|排行|倒数|榜单|前十|\bworst\b|\brank", re.IGNORECASE)
# where personal data stand in a build; a public value may contain none of these texts
PRIVATE = (
    ("enterprises", "liaison_name"), ("enterprises", "liaison_phone"), ("enterprises", "address"), ("enterprises", "enterprise_id"),
    ("complaints", "content"), ("complaints", "address"), ("complaints", "complaint_id"), ("stg_complaints", "reporter_key"),
    ("stg_inspections", "visit_id"), ("stg_inspections", "officer_licences"), ("stg_inspections", "approved_by"),
    ("stg_inspections", "plan_id"),
    ("stg_organisations", "contact"), ("stg_officers", "licence"), ("stg_corrections", "corrected_by"), ("stg_corrections", "reason"),
)  # fmt: skip
LONG, LONG_WITH_DIGITS = 12, 8


def is_telling(text: str) -> bool:
    """Whether a private text may not even stand inside a public one: a name or the name of a district may, an address may not."""
    return len(text) >= LONG or (len(text) >= LONG_WITH_DIGITS and any(sign.isdigit() for sign in text))


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check, what it looked at and what it found; `found` is empty when it passed."""

    name: str
    looked_at: str
    found: tuple[str, ...] = ()


def columns(con: duckdb.DuckDBPyConnection, allowed: Mapping[str, tuple[Column, ...]]) -> Check:
    """Whether the file holds exactly the tables and columns of the allow-list, of their types, and nothing else."""
    here: dict[str, list[tuple[str, str]]] = {}
    for table, name, kind in con.execute(
        "select table_name, column_name, data_type from duckdb_columns() where not internal order by column_index"
    ).fetchall():
        here.setdefault(table, []).append((name, kind))
    wanted = {table: [(column.name, column.type) for column in listed] for table, listed in allowed.items()}
    found = [
        f"{table}：文件中为 {here.get(table)}，清单为 {wanted.get(table)}"
        for table in sorted(here.keys() | wanted.keys())
        if here.get(table) != wanted.get(table)
    ]
    others = con.execute(
        "select 'view' as kind, view_name as name from duckdb_views() where not internal"
        " union all select 'macro', function_name from duckdb_functions() where not internal"
        " union all select 'sequence', sequence_name from duckdb_sequences()"
        " union all select 'comment', comment from duckdb_tables() where comment is not null"
    ).fetchall()
    found += [f"{kind} {name}" for kind, name in others]
    return Check(name="表和列与允许清单一致", looked_at=f"{len(wanted)} 张表、{sum(map(len, wanted.values()))} 列", found=tuple(found))


def words(con: duckdb.DuckDBPyConnection) -> Check:
    """Whether a column is named like something internal."""
    names = con.execute("select table_name, column_name from duckdb_columns() where not internal").fetchall()
    found = tuple(f"{table}.{name}" for table, name in names if any(word in name for word in PRIVATE_WORDS))
    return Check(name="没有内部或个人信息的列名", looked_at=f"{len(names)} 个列名、{len(PRIVATE_WORDS)} 个词", found=found)


def _values(con: duckdb.DuckDBPyConnection, kind: str) -> Iterator[tuple[str, str, set[object]]]:
    listed = con.execute("select table_name, column_name from duckdb_columns() where not internal and data_type = ?", [kind]).fetchall()
    for table, name in listed:
        yield (
            table,
            name,
            {
                value
                for (value,) in con.execute(f"select distinct {identifier(name)} from {identifier(table)}").fetchall()
                if value is not None
            },
        )


def patterns(con: duckdb.DuckDBPyConnection) -> list[Check]:
    """Whether a text looks like a telephone number, an identity number or a place, or ranks somebody."""
    texts = [(table, name, str(value)) for table, name, values in _values(con, "VARCHAR") for value in values]
    checks = []
    for what, pattern in PATTERNS.items():
        hits = [
            f"{table}.{name}"
            for table, name, value in texts
            if re.search(pattern, value) and not (what == "固定电话" and (table, name) == OFFICE)
        ]
        checks.append(Check(name=f"没有{what}", looked_at=f"{len(texts):,} 个文字值", found=tuple(sorted(set(hits)))))
    ranked = tuple(sorted({f"{table}.{name}" for table, name, value in texts if RANKING_WORDS.search(value)}))
    return [*checks, Check(name="没有排名和“最差”一类的字样", looked_at=f"{len(texts):,} 个文字值", found=ranked)]


def places(con: duckdb.DuckDBPyConnection, *, bbox_deg: tuple[float, float, float, float], has_map: bool) -> Check:
    """Whether a number could be a coordinate of the city anywhere but in the stations' own columns, and there only with an approved map."""
    west, south, east, north = bbox_deg
    found = []
    for table, name, values in _values(con, "DOUBLE"):
        if (table, name) in PLACES and has_map:
            continue
        close = [
            value
            for value in values
            if isinstance(value, float) and (west <= value <= east or south <= value <= north) and round(value, 2) != value
        ]
        found += [f"{table}.{name}"] if close or ((table, name) in PLACES and values) else []
    where = "站点坐标除外（有审图号）" if has_map else "包括站点坐标（无审图号）"
    return Check(name="没有坐标数值", looked_at=f"所有小数列，{where}", found=tuple(found))


def moments(con: duckdb.DuckDBPyConnection) -> Check:
    """Whether a check or a correction lies after the data time: nothing planned may be public."""
    late = con.execute(
        "select 'published_checks' as place, count(*) as later from published_checks, publication where checked_on > cast(data_at as date)"
        " union all select 'public_corrections', count(*) from public_corrections, publication where corrected_on > cast(data_at as date)"
    ).fetchall()
    return Check(
        name="没有尚未进行的检查", looked_at="检查日期、更正日期", found=tuple(f"{place}：{later} 行" for place, later in late if later)
    )


def private_texts(build: duckdb.DuckDBPyConnection) -> set[str]:
    """Every personal or internal text of the build that must not be found in the public file."""
    present = {
        (table, name)
        for table, name in build.execute("select table_name, column_name from duckdb_columns() where database_name = 'build'").fetchall()
    }
    texts: set[str] = set()
    for table, name in PRIVATE:
        if (table, name) in present:
            select = f"select distinct trim(cast({identifier(name)} as varchar)) from build.main.{identifier(table)}"
            texts |= {value for (value,) in build.execute(select).fetchall() if value}
    return texts


def private_values(con: duckdb.DuckDBPyConnection, private: set[str]) -> Check:
    """Whether a public text is one of the build's personal texts, or contains a long one of them."""
    texts = {str(value): f"{table}.{name}" for table, name, values in _values(con, "VARCHAR") for value in values}
    whole = {where for value, where in texts.items() if value.strip() in private}
    everything = "\n".join(texts)
    inside = {text for text in private if is_telling(text) and text in everything}
    within = {where for value, where in texts.items() if any(text in value for text in inside)}
    looked_at = f"{len(private):,} 条内部文字（联系人、电话、地址、信访内容、编号、执法证号等）对 {len(texts):,} 个公开文字"
    return Check(name="没有内部文字", looked_at=looked_at, found=tuple(sorted(whole | within)))


def raw_bytes(path: Path, private: set[str]) -> Check:
    """Whether the bytes of the file, used or not, hold a telephone or identity number or a long personal text."""
    content = path.read_bytes()
    found = [what for what in ("手机号码", "身份证号码") if re.search(PATTERNS[what].encode(), content)]
    found += ["内部文字"] if _holds(content, [text.encode() for text in private if is_telling(text)]) else []
    return Check(name="文件字节中没有号码和内部文字", looked_at=f"{len(content):,} 字节", found=tuple(found))


def _holds(content: bytes, texts: list[bytes]) -> bool:
    """Whether any of thousands of texts is in a file of megabytes: only those whose first eight bytes occur are looked for."""
    windows = [
        np.frombuffer(content, dtype="<u8", offset=start, count=(len(content) - start) // 8) for start in range(min(8, len(content)))
    ]
    heads = {text: int.from_bytes(text[:8], "little") for text in texts}
    wanted = np.array(sorted(set(heads.values())), dtype="<u8")
    here = {int(value) for window in windows for value in np.unique(window[np.isin(window, wanted)])}
    return any(heads[text] in here and text in content for text in texts)
