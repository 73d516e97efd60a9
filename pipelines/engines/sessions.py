"""Open a session of Sail or of Spark, or say in one sentence what is missing for it.

Sail is a Spark Connect server without a JVM, inside this process. Spark is a JVM beside it, on this machine.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.errors import ConfigurationError

# one build is a few hundred short queries: code that starts soon beats code that peaks late
JAVA_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss4m -Djava.net.preferIPv4Stack=true"
NAIVE_TIMES = ("spark.sql.timestampType", "TIMESTAMP_NTZ")  # a moment is the city's own time, as in DuckDB, and no instant
SPARK_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": JAVA_OPTIONS,
    "spark.sql.session.timeZone": "UTC",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}


def require(name: str) -> None:
    """Refuse an engine whose packages are not installed, before anything long has begun."""
    if find_spec("pyspark") is None:
        raise ConfigurationError(
            f"engine {name} needs pyspark, which is not installed; run `make setup-dev` for sail or `make setup-bench` for spark, "
            "and build with that environment's lanxun"
        )
    if name == "sail" and find_spec("pysail") is None:
        raise ConfigurationError("engine sail needs pysail, which is not installed; run `make setup-dev` and build with .venv/bin/lanxun")
    if name == "spark" and find_spec("pyspark.core") is None:
        raise ConfigurationError(
            "engine spark needs the full pyspark, and only its client is installed; "
            "run `make setup-bench` and build with .venv-bench/bin/lanxun"
        )
    if name == "spark" and _java() is None:
        raise ConfigurationError(
            "engine spark needs Java, and no `java` was found; install a Java runtime 17 or newer (on Debian: apt-get install "
            "default-jre-headless) or set JAVA_HOME"
        )


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")


def _sail() -> tuple[Any, Callable[[], None]]:
    from pysail.spark import SparkConnectServer  # noqa: PLC0415  not in the running lock
    from pyspark.sql import SparkSession  # noqa: PLC0415

    server = SparkConnectServer(port=0)
    server.start(background=True)
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{server.listening_address[1]}").create()
    session.conf.set(*NAIVE_TIMES)

    def close() -> None:
        session.stop()
        server.stop()

    return session, close


def _spark(*, work_dir: Path, memory_limit_gb: float, threads: int) -> tuple[Any, Callable[[], None]]:
    from pyspark.sql import SparkSession  # noqa: PLC0415  not in the running lock

    # the fault itself says what was wrong; Spark would print it once more, with every frame of the JVM
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
    settings: dict[str, Any] = SPARK_SETTINGS | {
        NAIVE_TIMES[0]: NAIVE_TIMES[1],
        "spark.driver.memory": f"{round(memory_limit_gb * 1024)}m",
        "spark.sql.shuffle.partitions": str(threads),
        "spark.local.dir": str(work_dir / "spill"),
        "spark.sql.warehouse.dir": str(work_dir / "warehouse"),
    }
    builder = SparkSession.builder.master(f"local[{threads}]").appName("lanxun")
    session = builder.config(map=settings).getOrCreate()
    return session, session.stop


def open_session(name: str, *, work_dir: Path, memory_limit_gb: float, threads: int) -> tuple[Any, Callable[[], None]]:
    """Start an engine: its session, and what ends both.

    Raises
    ------
    ConfigurationError
        A package or Java is missing.
    """
    require(name)
    return _sail() if name == "sail" else _spark(work_dir=work_dir, memory_limit_gb=memory_limit_gb, threads=threads)


def spark_schema(schema: pa.Schema) -> Any:
    """Name an Arrow schema's types as a session does; a time without a zone stays one."""
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415  not in the running lock

    return from_arrow_schema(schema, prefer_timestamp_ntz=True)
