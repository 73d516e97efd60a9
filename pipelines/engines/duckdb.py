"""Run models in the build's own DuckDB file; threads that ask at once compute side by side, each over its own connection."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines.engines.engine import Digest

STORAGE_VERSION = "v1.5.0"  # from v1.4.0 on a foreign write-ahead log is refused instead of replayed


def quoted(path: Path | str) -> str:
    """Write a path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Write a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


class DuckEngine:
    """Keep tables in one DuckDB file; inputs lie beside it in memory."""

    name = "duckdb"
    is_incremental = True

    def __init__(self, path: Path, *, memory_limit_gb: float, threads: int, spill_dir: Path) -> None:
        self.path = path
        self.base = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
        self.home = threading.get_ident()
        self.local = threading.local()
        self.lanes: list[duckdb.DuckDBPyConnection] = []
        self.base.execute(f"set memory_limit = '{memory_limit_gb:.1f}GB'")
        self.base.execute(f"set threads = {threads:d}")
        self.base.execute(f"set temp_directory = {quoted(spill_dir)}")
        self.base.execute("set preserve_insertion_order = false")
        # the file is nobody's until it is published, and then it is checkpointed: a log of each step would only cost time
        self.base.execute(f"attach {quoted(path)} as build (storage_version '{STORAGE_VERSION}', recovery_mode 'no_wal_writes')")
        self._orient(self.base)

    def _orient(self, con: duckdb.DuckDBPyConnection) -> None:
        con.execute("set TimeZone = 'UTC'")
        con.execute("set search_path = 'build.main,memory.main'")

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """The connection of the thread that asks."""
        if threading.get_ident() == self.home:
            return self.base
        if not hasattr(self.local, "con"):
            self.local.con = self.base.cursor()
            self._orient(self.local.con)
            self.lanes.append(self.local.con)
        lane: duckdb.DuckDBPyConnection = self.local.con
        return lane

    def put_files(self, table: str, files: Sequence[Path], *, columns: Sequence[str], where: str | None) -> None:
        """See Engine."""
        listed = ", ".join(quoted(file) for file in files)
        condition = f" where {where}" if where else ""
        chosen = ", ".join(columns)
        self.con.execute(
            f"create or replace view memory.main.{identifier(table)} as select {chosen} from read_parquet([{listed}]){condition}"
        )

    def put(self, table: str, rows: pa.Table) -> None:
        """See Engine."""
        self.con.register("incoming", rows)
        self.con.execute(f"create or replace table memory.main.{identifier(table)} as select * from incoming")
        self.con.unregister("incoming")

    def months(self, months: Sequence[int]) -> None:
        """See Engine."""
        listed = ", ".join(f"{month:d}" for month in months)
        self.con.execute(f"create or replace temp table run_months as select cast(unnest([{listed}]) as integer) as month_id")

    def create(self, table: str, select: str) -> None:
        """See Engine."""
        self.con.execute(f"create or replace table build.main.{identifier(table)} as {select}")

    def view(self, table: str, select: str) -> None:
        """See Engine."""
        self.con.execute(f"create or replace view memory.main.{identifier(table)} as {select}")

    def store(self, table: str, rows: pa.Table) -> None:
        """See Engine."""
        self.con.register("incoming", rows)
        self.create(table, "select * from incoming")
        self.con.unregister("incoming")

    def replace_months(self, table: str, select: str, *, months: Sequence[int]) -> None:
        """See Engine."""
        if not months:
            self.create(table, select)
            return
        listed = ", ".join(f"{month:d}" for month in months)
        name = f"build.main.{identifier(table)}"
        self.con.execute("begin transaction")
        try:
            self.con.execute(f"delete from {name} where month_id in ({listed})")
            self.con.execute(f"insert into {name} by name {select}")
            self.con.execute("commit")
        except duckdb.Error:
            self.con.execute("rollback")
            raise

    def store_months(self, table: str, rows: pa.Table, *, months: Sequence[int]) -> None:
        """See Engine."""
        self.con.register("incoming", rows)
        self.replace_months(table, "select * from incoming", months=months)
        self.con.unregister("incoming")

    def fetch(self, table: str, *, columns: Sequence[str] = (), months: Sequence[int] = ()) -> pa.Table:
        """See Engine."""
        chosen = ", ".join(identifier(column) for column in columns) or "*"
        condition = f" where month_id in ({', '.join(f'{month:d}' for month in months)})" if months else ""
        return self.con.execute(f"select {chosen} from {identifier(table)}{condition}").to_arrow_table()

    def count(self, table: str) -> int:
        """See Engine."""
        row = self.con.execute(f"select count(*) from {identifier(table)}").fetchone()
        assert row is not None
        return int(row[0])

    def digest(self, table: str, *, months: Sequence[int] = ()) -> Digest:
        """See Engine."""
        name = identifier(table)
        condition = f" where month_id in ({', '.join(f'{m:d}' for m in months)})" if months else ""
        columns = {str(row[0]) for row in self.con.execute(f"describe {name}").fetchall()}
        month = "month_id" if "month_id" in columns else "cast(null as integer)"
        select = f"select {month} as month_id, count(*), cast(sum(hash({name})) as varchar) from {name}{condition}"
        found = self.con.execute(f"{select} group by 1 order by 1 nulls first").fetchall()
        rows = sum(int(count) for _, count, _ in found)
        whole = ";".join(f"{key}:{count}:{total}" for key, count, total in found)
        return Digest(rows=rows, whole=whole, months={key: f"{count}:{total}" for key, count, total in found if key is not None})

    def tables(self) -> set[str]:
        """See Engine."""
        found = self.con.execute("select table_name from duckdb_tables() where database_name = 'build'").fetchall()
        return {str(row[0]) for row in found}

    def drop(self, table: str) -> None:
        """See Engine."""
        self.con.execute(f"drop table if exists build.main.{identifier(table)}")

    def finish(self) -> None:
        """See Engine."""
        self.con.execute("checkpoint build")

    def close(self) -> None:
        """See Engine; no write-ahead log stays behind."""
        for lane in self.lanes:
            lane.close()
        self.base.execute("use memory")
        self.base.execute("detach build")
        self.base.close()
