"""Start a PostGIS of our own on the loopback address for a benchmark, and measure the distance join in it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICK_S = 1.0 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running PostgreSQL with the points loaded."""

    process_id: int
    port: int

    @property
    def address(self) -> str:
        """Where a client connects."""
        return f"host=127.0.0.1 port={self.port} user=bench dbname=postgres"


@contextmanager
def server(points: Path) -> Iterator[tuple[Server | None, str]]:
    """A server with both point tables and a GiST index, or None and the reason."""
    controls = sorted(Path("/usr/share/postgresql").glob("*/extension/postgis.control"))
    if not controls:
        yield None, "not installed; on Debian: apt-get install postgresql-15-postgis-3"
        return
    binaries = Path("/usr/lib/postgresql") / controls[-1].parts[4] / "bin"
    account = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        if account:
            Path(scratch).chmod(0o755)
            data.mkdir()
            shutil.chown(data, account)
        initialise = [str(binaries / "initdb"), "-D", str(data), "-U", "bench", "-A", "trust"]
        subprocess.run(initialise, user=account, cwd="/", check=True, stdout=subprocess.DEVNULL)
        port = _free_port()
        command = [str(binaries / "postgres"), "-D", str(data), "-p", str(port), "-k", "", "-h", "127.0.0.1"]
        log = subprocess.DEVNULL
        process = subprocess.Popen(
            [*command, "-c", "shared_buffers=2GB", "-c", "work_mem=256MB"], user=account, cwd="/", stdout=log, stderr=log
        )
        try:
            running = Server(process_id=process.pid, port=port)
            _load(running, points)
            yield running, ""
        finally:
            process.terminate()
            process.wait()


def measure(running: Server, *, radius_m: float) -> dict[str, float]:
    """One join into an unlogged table, in a session of its own."""
    import psycopg

    before_s = _children_cpu_s(running.process_id)
    with psycopg.connect(running.address, autocommit=True) as con:
        con.execute("drop table if exists pairs")
        backend_id = con.info.backend_pid
        started_s = time.perf_counter()
        con.execute(
            "create unlogged table pairs as select e.eid, s.sid, st_distance(e.geom, s.geom) as distance_m "
            f"from stations s join enterprises e on st_dwithin(e.geom, s.geom, {radius_m})"
        )
        wall_s = time.perf_counter() - started_s
        rows = con.execute("select count(*) from pairs").fetchone()
        rss_mib = _peak_mib(backend_id)
    while Path(f"/proc/{backend_id}").exists():  # its CPU time counts once the server has seen it off
        time.sleep(0.05)
    assert rows is not None
    return {"wall_s": wall_s, "cpu_s": _children_cpu_s(running.process_id) - before_s, "rss_mib": rss_mib, "rows": float(rows[0])}


def _load(running: Server, points: Path) -> None:
    import pyarrow.parquet as pq

    with _patient_connection(running) as con:
        con.execute("create extension postgis")
        for name, key in (("enterprises", "eid"), ("stations", "sid")):
            con.execute(f"create unlogged table {name}_raw ({key} bigint, x_m float8, y_m float8)")
            rows = pq.read_table(points / f"{name}.parquet").to_pydict()
            with con.cursor().copy(f"copy {name}_raw from stdin") as copy:
                for row in zip(rows[key], rows["x_m"], rows["y_m"], strict=True):
                    copy.write_row(row)
            con.execute(f"create unlogged table {name} as select {key}, st_point(x_m, y_m) as geom from {name}_raw")
            con.execute(f"create index on {name} using gist (geom)")
            con.execute(f"analyze {name}")


def _patient_connection(running: Server):  # type: ignore[no-untyped-def] # psycopg is only imported where it is used
    import psycopg

    for _ in range(100):
        try:
            return psycopg.connect(running.address, autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.1)
    return psycopg.connect(running.address, autocommit=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _children_cpu_s(process_id: int) -> float:
    """User and system time of the server's sessions that have ended."""
    fields = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) * TICK_S


def _peak_mib(process_id: int) -> float:
    for line in Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
