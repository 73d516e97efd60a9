"""Remember the SHA-256 of raw files, so that a build does not read again what nobody wrote to."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

# A file written to within this time of its hashing may be written to again without its times moving: some disks keep two-second times.
SETTLED_NS = 2_000_000_000


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _signs(path: Path) -> list[int]:
    """What changes when a file is written to or put in another's place; the last two are its times."""
    told = path.stat()
    return [told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns]


class Hashes:
    """The hashes of one city's raw files, kept in a file of its work folder.

    A hash is taken from memory only when device, inode, size, time of writing and time of change are all those that the file
    had before and after it was hashed, and both times lay more than two seconds before the hashing began.
    """

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        self._known: dict[str, tuple[list[int], str]] = {}
        if memory.is_file():
            try:
                self._known = {str(name): (list(signs), str(digest)) for name, (signs, digest) in json.loads(memory.read_bytes()).items()}
            except (ValueError, TypeError, AttributeError):
                # A damaged memory only costs the reading again.
                self._known = {}
        self._used: dict[str, tuple[list[int], str]] = {}

    def sha256(self, path: Path) -> str:
        """The SHA-256 of a file, from memory when it is safe."""
        name = os.fspath(path.absolute())
        signs = _signs(path)
        known = self._known.get(name)
        if known is not None and known[0] == signs:
            self._used[name] = known
            return known[1]
        began_ns = time.time_ns()
        digest = sha256_of(path)
        if max(signs[-2:]) < began_ns - SETTLED_NS and _signs(path) == signs:
            self._used[name] = (signs, digest)
        return digest

    def save(self) -> None:
        """Keep the hashes of the files asked for, and no others."""
        if self._used == self._known:
            return
        aside = self._memory.with_name(f".{self._memory.name}.{os.getpid()}")
        aside.write_text(json.dumps(self._used), encoding="utf-8")
        aside.rename(self._memory)
