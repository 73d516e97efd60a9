"""Streamlit's own scripts from memory: a page asks for a hundred of them before it shows anything."""

from __future__ import annotations

import gzip
import mimetypes
from functools import partial
from pathlib import Path

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

PREFIX = "/static/"
# their names hold a hash of what is in them
CACHING = "public, max-age=31536000, immutable"
PACKED = frozenset({".js", ".css", ".svg", ".json"})
SMALLEST_BYTES, LEVEL = 1000, 6


class Bundle:
    """ASGI middleware: answers for the files of Streamlit's bundle, each read and packed once; passes on everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._folder = Path(file_util.get_static_dir()).resolve() / "static"
        self._files = {f"{PREFIX}{path.relative_to(self._folder).as_posix()}": path for path in self._folder.rglob("*") if path.is_file()}
        self._read: dict[tuple[str, bool], Response] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on; a path that is not one of the files is none of ours."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] not in self._files:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if "range" in headers:
            await self.app(scope, receive, send)
            return
        key = scope["path"], "gzip" in headers.get("accept-encoding", "")
        if key not in self._read:
            self._read[key] = await anyio.to_thread.run_sync(partial(_answer, self._files[key[0]], is_packed=key[1]))
        await self._read[key](scope, receive, send)


def _answer(path: Path, *, is_packed: bool) -> Response:
    content, headers = path.read_bytes(), {"Cache-Control": CACHING, "Vary": "Accept-Encoding"}
    if is_packed and path.suffix in PACKED and len(content) >= SMALLEST_BYTES:
        content = gzip.compress(content, LEVEL)
        headers["Content-Encoding"] = "gzip"
    return Response(content, media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream", headers=headers)
