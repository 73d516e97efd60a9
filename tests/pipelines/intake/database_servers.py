"""Database servers of a test's own on the loopback address, in a folder of their own, ended with the test whatever happens."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PASSWORD = "Geheim%7Fwort"
PASSWORD_IN_URL = "Geheim%257Fwort"
START_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _binary(name: str, *folders: str) -> str:
    found = [str(path) for folder in folders for path in sorted(Path("/").glob(f"{folder}/{name}"))]
    path = shutil.which(name) or (found[-1] if found else None)
    if path is None:
        pytest.skip(f"{name} is not installed; run: sudo apt-get install -y postgresql mariadb-server")
    return path


def _account(name: str) -> str | None:
    """Database servers refuse root: as root they run under their own account."""
    return name if os.geteuid() == 0 else None


@contextmanager
def _folder(account: str | None) -> Iterator[Path]:
    # not tmp_path: pytest shuts it to every other account, and a socket's path must be shorter than 108 bytes
    with tempfile.TemporaryDirectory(prefix="lanxun-db-") as scratch:
        if account:
            shutil.chown(scratch, account)
        yield Path(scratch)


@contextmanager
def _running(command: list[str], *, account: str | None, port: int, stop: str) -> Iterator[None]:
    """Run a server; the kernel ends it too when the test process is killed."""
    become = ["--reuid", account, "--regid", account, "--clear-groups"] if account else []
    guard = ["setpriv", *become, "--pdeathsig", stop] if shutil.which("setpriv") else []
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    process = subprocess.Popen([*guard, *command], cwd="/", user=None if guard else account, **quiet)  # type: ignore[call-overload]
    try:
        end = time.monotonic() + START_S
        while not _answers(port):
            assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
            assert time.monotonic() < end, f"{command[0]} did not answer in {START_S} s"
            time.sleep(0.1)
        yield
    finally:
        # SIGINT closes a PostgreSQL without waiting for its clients, SIGTERM a MariaDB
        process.send_signal(signal.Signals[f"SIG{stop}"])
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def postgresql() -> Iterator[int]:
    """The port of a PostgreSQL whose account `lanxun` must give its password."""
    initdb, server = (_binary(name, "usr/lib/postgresql/*/bin") for name in ("initdb", "postgres"))
    account, port = _account("postgres"), free_port()
    with _folder(account) as folder:
        secret, data = folder / "secret", folder / "data"
        secret.write_text(PASSWORD, encoding="utf-8")
        options = ["-U", "lanxun", f"--pwfile={secret}", "-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run([initdb, "-D", str(data), *options], user=account, cwd="/", check=True, stdout=subprocess.DEVNULL)
        command = [server, "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder), "-c", "fsync=off"]
        with _running([*command, "-c", "timezone=America/Chicago"], account=account, port=port, stop="INT"):
            yield port


@contextmanager
def mariadb() -> Iterator[int]:
    """The port of a MariaDB with the database `town` and the account `lanxun`."""
    install, server = (_binary(name, "usr/sbin", "usr/bin") for name in ("mariadb-install-db", "mariadbd"))
    account, port = _account("mysql"), free_port()
    with _folder(account) as folder:
        data, first = folder / "data", folder / "first.sql"
        said = f"create database town character set utf8mb4;\ncreate user lanxun@'127.0.0.1' identified by '{PASSWORD}';\n"
        first.write_text(said + "grant all on town.* to lanxun@'127.0.0.1';\n", encoding="utf-8")
        make = [install, "--no-defaults", f"--datadir={data}", "--skip-test-db", "--auth-root-authentication-method=normal"]
        subprocess.run(make, user=account, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        command = [server, "--no-defaults", f"--datadir={data}", f"--socket={folder / 's'}", f"--port={port}", "--bind-address=127.0.0.1"]
        options = [f"--init-file={first}", f"--pid-file={folder / 'pid'}", "--skip-name-resolve"]
        with _running([*command, *options], account=account, port=port, stop="TERM"):
            yield port
