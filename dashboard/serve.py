"""Serve one of the two applications until it is stopped; each has a process of its own."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import uvicorn
from streamlit.starlette import App

from dashboard import settings
from pipelines import city as cities
from pipelines.errors import ConfigurationError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _refuse_taken(host: str, port: int) -> None:
    """Say in a sentence that a port is taken, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                raise ConfigurationError(f"port {port} of {host} is in use; stop what uses it, or choose another with --port") from fault
            raise ConfigurationError(f"cannot listen on {host}:{port} ({fault.strerror}); choose another with --host and --port") from fault


def _serve(application: App, *, host: str, port: int, name: str) -> None:
    _refuse_taken(host, port)
    print(f"{name}: http://{host}:{port}", flush=True)  # noqa: T201  the address is what the user waits for
    uvicorn.run(application, host=host, port=port, log_config=None, access_log=False, server_header=False)


def _refuse_strangers(city_dir: Path, host: str) -> None:
    """Without a login only this machine is served."""
    if settings.load(city_dir).access.get("mode", "off") == "off" and host not in LOOPBACK:
        raise ConfigurationError(
            f"without a login the internal pages are served on this machine only, not on {host}; "
            f"write [access] in {city_dir / settings.FILE} first, or leave out --host"
        )


def serve_internal(city_dir: Path, *, host: str = "127.0.0.1", port: int = 8501) -> None:
    """Serve the internal application of a city; ConfigurationError when the city or the port cannot be used."""
    from dashboard.internal.app import application  # noqa: PLC0415  one process must not load both applications

    _refuse_strangers(city_dir, host)
    _serve(application(cities.load(city_dir)), host=host, port=port, name="内部页面")


def serve_public(city_dir: Path, *, host: str = "127.0.0.1", port: int = 8502) -> None:
    """Serve the public application of a city; ConfigurationError when the city or the port cannot be used."""
    from dashboard.public.app import application  # noqa: PLC0415  one process must not load both applications

    _serve(application(cities.load(city_dir)), host=host, port=port, name="公众页面")
