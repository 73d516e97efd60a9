"""The house rules that a reader cannot be asked to check by eye."""

import ast
import re
from pathlib import Path

import pytest

from pipelines.model import LAYERS, is_input, read_models

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("lanxun", "dashboard", "supervision", "pipelines")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "node_modules" not in path.parts)
MODELS = sorted((ROOT / "pipelines" / "models").glob("*/*.sql"))
SQL_FILES = MODELS + sorted((ROOT / "pipelines" / "checks").glob("*.sql"))


def test_marts_read_core_core_reads_staging_staging_reads_raw() -> None:
    models = read_models()
    upward = []
    for model in models.values():
        for table in model.inputs:
            if is_input(table):
                if table.startswith("raw_") and model.layer != "staging" and not model.is_analysis:
                    upward.append(f"{model.layer}/{model.name} reads {table}")
                continue
            other = models[table]
            is_up = LAYERS.index(other.layer) > LAYERS.index(model.layer)
            is_sideways_in_staging = model.layer == other.layer == "staging"
            if is_up or is_sideways_in_staging:
                upward.append(f"{model.layer}/{model.name} reads {other.layer}/{table}")
    assert upward == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_has_at_most_300_lines_and_its_functions_40(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    long = [
        f"{node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno and _own_lines(node) > 40
    ]
    assert long == []


def _own_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring: words that explain are not counted against it."""
    assert node.end_lineno is not None
    first = node.body[0]
    is_told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    told = first.end_lineno - first.lineno + 1 if is_told and first.end_lineno else 0
    return node.end_lineno - node.lineno + 1 - told


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in MODULES if path.stem in {"utils", "util", "common", "helpers", "helper", "misc"}] == []


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda path: path.stem)
def test_a_sql_file_says_its_grain_and_reads_no_clock_and_no_chance(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- "), "the first line states the grain"
    code = "\n".join(line.split("--")[0] for line in text.splitlines()).lower()
    banned = ("current_date", "current_timestamp", "now()", "random()", "today()", "group by all", "qualify", " // ", "asof ")
    assert [word for word in banned if word in code] == []
    assert "::" not in code


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_model_chooses_its_columns_by_name(path: Path) -> None:
    code = "\n".join(line.split("--")[0] for line in path.read_text(encoding="utf-8").splitlines()).lower()
    assert re.search(r"select\s+\*", code) is None


def test_the_code_knows_no_city() -> None:
    cities = ("郑州", "宁夏", "银川", "zhengzhou", "ningxia", "chicago", "成都", "聊城", "长垣")
    named = [
        f"{path.relative_to(ROOT)}: {city}"
        for path in [*MODULES, *SQL_FILES]
        for city in cities
        if city in path.read_text(encoding="utf-8").lower() and "demo" not in path.parts
    ]
    assert named == []
