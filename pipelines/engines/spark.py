"""Run the same models on Sail or Spark; the results still end in the build's DuckDB file.

Sail is a Spark Connect server without a JVM, inside this process. Spark needs the full `pyspark` package and Java.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.engines.duckdb import DuckEngine, quoted
from pipelines.engines.engine import Digest
from pipelines.errors import ConfigurationError


def _session(name: str) -> tuple[Any, Any]:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  not in the running lock

        if name == "sail":
            from pysail.spark import SparkConnectServer  # noqa: PLC0415

            server = SparkConnectServer(port=0)
            server.start(background=True)
            port = server.listening_address[1]
            return SparkSession.builder.remote(f"sc://127.0.0.1:{port}").create(), server
        builder = SparkSession.builder.master("local[*]").appName("lanxun").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", "4")
        return builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate(), None
    except ImportError as fault:
        raise ConfigurationError(
            f"engine {name} needs packages that are not installed ({fault.name}); "
            "install requirements-dev.lock for sail, requirements-bench.lock for spark"
        ) from fault


class SparkEngine:
    """Keep tables as Parquet folders while the build runs; everything is computed anew."""

    is_incremental = False

    def __init__(self, name: str, *, into: DuckEngine, work_dir: Path) -> None:
        self.name = name
        self.into = into
        self.folder = work_dir
        shutil.rmtree(work_dir, ignore_errors=True)
        work_dir.mkdir(parents=True)
        self.kept: dict[str, Path] = {}
        self.session, self.server = _session(name)

    def _view(self, table: str, paths: Sequence[Path]) -> Any:
        frame = self.session.read.parquet(*(str(path) for path in paths))
        frame.createOrReplaceTempView(table)
        return frame

    def put_files(self, table: str, files: Sequence[Path], *, columns: Sequence[str], where: str | None) -> None:
        """See Engine."""
        self._view(f"all_{table}", files)
        condition = f" where {where}" if where else ""
        select = f"select {', '.join(columns)} from all_{table}{condition}"
        self.session.sql(select.replace('"', "`")).createOrReplaceTempView(table)

    def put(self, table: str, rows: pa.Table) -> None:
        """See Engine."""
        path = self.folder / f"{table}.parquet"
        pq.write_table(rows, path)
        self._view(table, [path])

    def create(self, table: str, select: str) -> None:
        """See Engine."""
        path = self.folder / table
        frame = self.session.sql(select)
        frame.write.mode("overwrite").parquet(str(path))
        if not any(path.glob("*.parquet")):  # nothing is written for no rows, and nothing has no columns
            self.store(table, frame.limit(0).toArrow())
            return
        self.kept[table] = path
        self._view(table, [path])

    def view(self, table: str, select: str) -> None:
        """See Engine."""
        self.session.sql(select).createOrReplaceTempView(table)

    def store(self, table: str, rows: pa.Table) -> None:
        """See Engine."""
        path = self.folder / table
        path.mkdir(exist_ok=True)
        pq.write_table(rows, path / "rows.parquet")
        self.kept[table] = path
        self._view(table, [path])

    def replace_months(self, table: str, select: str, *, months: Sequence[int]) -> None:
        """See Engine."""
        assert not months, "this engine computes everything anew"
        self.create(table, select)

    def store_months(self, table: str, rows: pa.Table, *, months: Sequence[int]) -> None:
        """See Engine."""
        assert not months, "this engine computes everything anew"
        self.store(table, rows)

    def fetch(self, table: str, *, columns: Sequence[str] = (), months: Sequence[int] = ()) -> pa.Table:
        """See Engine."""
        assert not months, "this engine computes everything anew"
        frame = self.session.table(table)
        return (frame.select(*columns) if columns else frame).toArrow()

    def count(self, table: str) -> int:
        """See Engine."""
        return int(self.session.table(table).count())

    def digest(self, table: str) -> Digest:
        """See Engine; without a hash, as nothing is kept from one build to the next, but with the months there are."""
        frame = self.session.table(table)
        months: dict[int, str] = {}
        if "month_id" in frame.columns:
            months = {int(row[0]): "" for row in frame.select("month_id").distinct().collect() if row[0] is not None}
        return Digest(rows=self.count(table), whole="", months=months)

    def tables(self) -> set[str]:
        """See Engine."""
        return set(self.kept)

    def drop(self, table: str) -> None:
        """See Engine."""
        self.kept.pop(table, None)

    def finish(self) -> None:
        """See Engine."""
        for table, path in self.kept.items():
            self.into.create(table, f"select * from read_parquet({quoted(path / '*.parquet')})")
        self.session.stop()
        if self.server is not None:
            self.server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
