"""Run the same models on Sail or Spark; the results still end in the build's DuckDB file."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.engines.duckdb import DuckEngine, identifier, quoted
from pipelines.engines.engine import Digest
from pipelines.engines.sessions import open_session, spark_schema


class SparkEngine:
    """Compute tables into Parquet folders and copy each into the build's file at once; everything is computed anew.

    Whatever only reads (counts, months, an analysis's inputs) is answered from the build's file: there it costs
    milliseconds, in Spark a job, and an analysis gets the same Arrow types whatever computed its inputs.
    """

    is_incremental = False

    def __init__(self, name: str, *, into: DuckEngine, work_dir: Path, memory_limit_gb: float, threads: int) -> None:
        self.name = name
        self.into = into
        self.folder = work_dir
        shutil.rmtree(work_dir, ignore_errors=True)
        work_dir.mkdir(parents=True)
        self.files = 0
        self.views: dict[str, str] = {}
        self.session, self.end = open_session(name, work_dir=work_dir, memory_limit_gb=memory_limit_gb, threads=threads)

    def _show(self, table: str, paths: Sequence[Path], *, schema: Any) -> None:
        # a schema told is a job saved: without one Spark opens a file to learn it
        self.session.read.schema(schema).parquet(*(str(path) for path in paths)).createOrReplaceTempView(table)

    def _show_rows(self, table: str, rows: pa.Table) -> None:
        self.files += 1  # never a file twice: Spark remembers the length of what it has shown
        path = self.folder / f"{table}-{self.files}.parquet"
        pq.write_table(rows, path)
        self._show(table, [path], schema=spark_schema(rows.schema))

    def put_files(self, table: str, files: Sequence[Path], *, columns: Sequence[str], where: str | None) -> None:
        """See Engine."""
        self.into.put_files(table, files, columns=columns, where=where)
        self._show(f"all_{table}", files, schema=spark_schema(pq.read_schema(files[0])))
        condition = f" where {where}" if where else ""
        select = f"select {', '.join(columns)} from all_{table}{condition}"
        self.session.sql(select.replace('"', "`")).createOrReplaceTempView(table)

    def put(self, table: str, rows: pa.Table) -> None:
        """See Engine."""
        self.into.put(table, rows)
        self._show_rows(table, rows)
        for name, select in self.views.items():  # a view of Spark keeps the input it was made on; the months change
            self.session.sql(select).createOrReplaceTempView(name)

    def months(self, months: Sequence[int]) -> None:
        """See Engine."""
        self.put("run_months", pa.table({"month_id": pa.array(months, pa.int32())}))

    def create(self, table: str, select: str) -> None:
        """See Engine."""
        path = self.folder / table
        frame = self.session.sql(select)
        frame.write.mode("overwrite").parquet(str(path))
        if not any(path.glob("*.parquet")):  # Sail writes nothing for no rows, and nothing has no columns
            self.store(table, frame.limit(0).toArrow())
            return
        self._show(table, [path], schema=frame.schema)
        self.into.create(table, f"select * from read_parquet({quoted(path / '*.parquet')})")

    def view(self, table: str, select: str) -> None:
        """See Engine."""
        self.into.view(table, select)
        self.views[table] = select
        self.session.sql(select).createOrReplaceTempView(table)

    def store(self, table: str, rows: pa.Table) -> None:
        """See Engine."""
        self.into.store(table, rows)
        self._show_rows(table, rows)

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
        return self.into.fetch(table, columns=columns, months=months)

    def count(self, table: str) -> int:
        """See Engine."""
        return self.into.count(table)

    def digest(self, table: str, *, months: Sequence[int] = ()) -> Digest:
        """See Engine; without a hash, as nothing is kept from one build to the next, but with the months there are."""
        assert not months, "this engine computes everything anew"
        con, name = self.into.con, identifier(table)
        columns = {str(row[0]) for row in con.execute(f"describe {name}").fetchall()}
        found = con.execute(f"select distinct month_id from {name}").fetchall() if "month_id" in columns else []
        return Digest(rows=self.count(table), whole="", months={int(month): "" for (month,) in found if month is not None})

    def tables(self) -> set[str]:
        """See Engine."""
        return self.into.tables()

    def drop(self, table: str) -> None:
        """See Engine."""
        self.into.drop(table)

    def finish(self) -> None:
        """See Engine."""
        self.into.finish()

    def close(self) -> None:
        """See Engine."""
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.into.close()
