"""A city that was built, and what the command said."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb


@dataclass(frozen=True, kw_only=True)
class Built:
    """A city folder with its published build."""

    folder: Path

    @property
    def code_file(self) -> Path:
        """Where the exit code of the build is noted; written last."""
        return self.folder / "code.txt"

    @property
    def code(self) -> int:
        """The exit code of the build."""
        return int(self.code_file.read_text())

    @property
    def printed(self) -> str:
        """What the build said."""
        return (self.folder / "printed.txt").read_text(encoding="utf-8")

    @property
    def errors(self) -> str:
        """What the build said on standard error."""
        return (self.folder / "errors.txt").read_text(encoding="utf-8")

    def note(self, done: subprocess.CompletedProcess[str]) -> None:
        """Keep what the command said."""
        (self.folder / "printed.txt").write_text(done.stdout, encoding="utf-8")
        (self.folder / "errors.txt").write_text(done.stderr, encoding="utf-8")
        self.code_file.write_text(str(done.returncode))

    @property
    def published(self) -> Path:
        """The published file."""
        folder = self.folder / "warehouse"
        return folder / (folder / "current").read_text(encoding="utf-8").strip()

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open the published build, read-only."""
        return duckdb.connect(str(self.published), read_only=True)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows of a query on the published build."""
        with self.connect() as con:
            return con.execute(query, list(values)).fetchall()

    def value(self, query: str, *values: object) -> Any:
        """The one value of a query on the published build."""
        ((only,),) = self.rows(query, *values)
        return only

    def dispositions(self, feed: str) -> dict[str, int]:
        """The physical lines of a feed's files by what became of them; dispositions that no line had are left out."""
        found = self.rows("select disposition, sum(lines) from source_lines where feed = ? group by all", feed)
        return {str(disposition): int(lines) for disposition, lines in found if lines}
