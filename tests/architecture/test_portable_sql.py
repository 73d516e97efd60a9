"""A model keeps to the SQL that DuckDB, Sail and Spark have been seen to run alike; each finding says what to write instead.

What the house rules refuse already (`::`, `//`, qualify, asof, group by all, select *) is not repeated here.
"""

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

MODELS = sorted((Path(__file__).resolve().parents[2] / "pipelines" / "models").glob("*/*.sql"))
# a function enters these lists after one build with each engine gave the same tables
FUNCTIONS = {
    "abs",
    "atan2",
    "avg",
    "cast",
    "coalesce",
    "concat",
    "concat_ws",
    "cos",
    "count",
    "date_trunc",
    "degrees",
    "dense_rank",
    "extract",
    "floor",
    "greatest",
    "instr",
    "lag",
    "lead",
    "least",
    "length",
    "lower",
    "max",
    "min",
    "nullif",
    "power",
    "radians",
    "rank",
    "replace",
    "round",
    "row_number",
    "sin",
    "sqrt",
    "substring",
    "sum",
    "trim",
    "upper",
}
SYNTAX = {
    "all",
    "and",
    "any",
    "as",
    "case",
    "distinct",
    "else",
    "end",
    "exists",
    "filter",
    "from",
    "group",
    "in",
    "join",
    "not",
    "on",
    "or",
    "over",
    "select",
    "then",
    "union",
    "using",
    "when",
    "where",
}
TYPES = {"bigint": "bigint", "double": "double", "text": "string", "boolean": "boolean", "date": "date", "timestamp": "timestamp"}
REFUSED = {
    r"\bvalues\b": "VALUES: write `select … union all select …`",
    r"\bdistinct on\b": "DISTINCT ON: number the rows in a CTE and keep the first",
    r"\b(exclude|pivot|unpivot|lateral|recursive|ilike|similar|within group)\b": "syntax not every engine has",
    r"[\[\]{}]|->": "lists, structs and lambdas: keep one value a row",
    r"~": "regular expressions: cut texts in intake",
    r'"': 'double quotes: Spark reads "x" as a text; choose a name that needs none',
}
NUMBERINGS = (exp.RowNumber, exp.Rank, exp.DenseRank)
DAY = re.compile(r"(^|\.)\w+_on$")


def _code(text: str) -> str:
    """A model's text in lower case, without comments and without what stands in quotes."""
    bare = "\n".join(line.split("--")[0] for line in text.lower().splitlines())
    return re.sub(r"'[^']*'", "''", bare)


def _is_day(side: exp.Expression) -> bool:
    """Whether a side of a subtraction is a date: a column named so, its latest or earliest, or a cast."""
    inner = side.this if isinstance(side, exp.Max | exp.Min | exp.Paren) else side
    return DAY.search(inner.sql()) is not None or (isinstance(inner, exp.Cast) and inner.to.sql().lower() == "date")


def _numberings(tree: exp.Expression) -> list[str]:
    """Columns of the result that are a bare row_number or rank, an INTEGER on Spark and Sail and a BIGINT on DuckDB."""
    named = {
        projection.alias
        for select in tree.find_all(exp.Select)
        for projection in select.expressions
        if isinstance(projection, exp.Alias) and isinstance(projection.this, exp.Window) and isinstance(projection.this.this, NUMBERINGS)
    }
    bare = []
    for one in tree.selects:
        inner = one.unalias()
        if (isinstance(inner, exp.Window) and isinstance(inner.this, NUMBERINGS)) or (
            isinstance(inner, exp.Column) and inner.name in named
        ):
            bare.append(one.alias_or_name)
    return [f"{name}: a row number is an INTEGER on Spark; cast(… as bigint) as {name}" for name in bare]


def findings(text: str) -> list[str]:
    """What of a model's text lies outside the portable subset, in words."""
    code = _code(text)
    tree = sqlglot.parse_one(text, read="duckdb")
    found = [f"{said} ({match.group()})" for pattern, said in REFUSED.items() if (match := re.search(pattern, code))]
    called = set(re.findall(r"\b([a-z_]\w*)\s*\(", code)) - SYNTAX - {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    found += [f"{name}(): not yet seen on every engine; see FUNCTIONS (strpos is instr)" for name in sorted(called - FUNCTIONS)]
    found += [
        f"{number}: a DECIMAL, and its products have other types on other engines; write {number}e0"
        for number in sorted(set(re.findall(r"(?<![\w.])\d+\.\d+(?![\de])", code)))
    ]
    casts = {cast.to.sql(dialect="duckdb").lower() for cast in tree.find_all(exp.Cast)}
    found += [f"cast to {kind}: cast to one of {', '.join(TYPES.values())}" for kind in sorted(casts - TYPES.keys())]
    if "varchar" in code:
        found.append("varchar: Spark wants a length; write string")
    for minus in tree.find_all(exp.Sub):
        cast = minus.parent
        if _is_day(minus.this) and _is_day(minus.expression) and not (isinstance(cast, exp.Cast) and cast.to.sql().lower() == "bigint"):
            found.append(f"{minus.sql()}: an interval on Spark; write cast(… as bigint), and * 1.0e0 where a double is wanted")
    if len(list(tree.find_all(exp.Ordered))) != len(re.findall(r"\bnulls (first|last)\b", code)):
        found.append("an order by without nulls first or nulls last: the engines differ in where they put them")
    return found + _numberings(tree)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_model_is_written_in_what_every_engine_runs_alike(path: Path) -> None:
    assert findings(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("select", "word"),
    [
        ("select strpos(a, 'x') as p from t", "instr"),
        ("select date_diff('day', a, b) as d from t", "date_diff"),
        ("select cast(b.as_of_on - a.seen_on as double) as d from a cross join b", "interval on Spark"),
        ("select cast(b.as_of_on - max(a.seen_on) as double) as d from a cross join b", "interval on Spark"),
        ("select 1000.0 * n as d from t", "1000.0e0"),
        ("select string_agg(a, '、' order by a asc nulls last) as d from t", "string_agg"),
        ("select list(a) as d from t", "list()"),
        ("select [a, b] as d from t", "lists"),
        ("select a from (values (1), (2)) as t(a)", "VALUES"),
        ("select distinct on (a) a, b from t", "DISTINCT ON"),
        ("select cast(a as varchar) as d from t", "string"),
        ("select cast(a as decimal(9, 2)) as d from t", "decimal"),
        ("select median(a) as d from t", "median"),
        ("select arg_min(a, b) as d from t", "arg_min"),
        ("select strptime(a, '%Y') as d from t", "strptime"),
        ("select regexp_matches(a, 'x') as d from t", "regexp_matches"),
        ("select lag(a) over (order by b) as d from t", "nulls first"),
        ("select row_number() over (order by b nulls last) as place from t", "cast(… as bigint) as place"),
        ("with n as (select row_number() over (order by b nulls last) as place from t) select n.place from n", "as place"),
        ('select "a" from t', "double quotes"),
    ],
)
def test_what_one_engine_alone_understands_is_told_with_what_to_write(select: str, word: str) -> None:
    assert [said for said in findings(select) if word in said] != []


def test_what_every_engine_runs_alike_is_let_through() -> None:
    select = (
        "with n as (select a, row_number() over (partition by a order by b desc nulls last) as place from t) "
        "select a, cast(place as bigint) as place, count(*) filter (where a > 1.5e0) as n, "
        "cast(as_of_on - seen_on as bigint) * 1.0e0 as days, concat('1.5', 'strpos(') as words, "
        "seen_on - interval '1' day as before, cast(floor(a / 2.0e0) as bigint) as half from n where instr(a, b) > 0"
    )
    assert findings(select) == []
