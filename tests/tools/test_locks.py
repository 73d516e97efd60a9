"""What is pinned, and that nobody's address is in it."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")


def pinned(name: str) -> dict[str, str]:
    """Version by package; a package that is pinned apart for some Pythons stands under its name and that condition as well."""
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)(?: (;[^\\\n]*))?", text, flags=re.MULTILINE)
    assert len({(package, condition) for package, _, condition in lines}) == len(lines)
    twice = {package for package, *_ in lines if [line[0] for line in lines].count(package) > 1}
    return {package + condition if package in twice else package: version for package, version, condition in lines}


def key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", [*LOCKS, "package-lock.json", ".npmrc"])
def test_a_lock_names_no_host_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|index-url|find-links|\"resolved\"|//", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_pinned_package_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert len(blocks) == len(pinned(name))
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize(("extra", "name"), [(None, LOCKS[0]), ("dev", LOCKS[1]), ("bench", LOCKS[2])])
def test_a_lock_holds_what_the_project_asks_for_and_the_build_backend(extra: str | None, name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]["dependencies"] + project["build-system"]["requires"]
    asked += project["project"]["optional-dependencies"][extra] if extra else []
    locked = {key(package): version for package, version in pinned(name).items()}
    for line in asked:
        package, version = line.split("==")
        assert locked[key(package.split("[")[0])] == version, f"{line} is not in {name}; run `make lock`"


@pytest.mark.parametrize("name", LOCKS[1:])
def test_tests_and_benchmarks_run_the_versions_a_user_runs(name: str) -> None:
    run, other = pinned(LOCKS[0]), pinned(name)
    assert {package: other.get(package) for package in run} == run


def test_every_front_end_package_has_a_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all(package["integrity"].startswith("sha512-") for path, package in packages.items() if path)
