"""A remembered hash is used only for a file that nobody can have written to since."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from pipelines.intake import hashes
from pipelines.intake.hashes import Hashes
from tests.pipelines.intake.town import READINGS, build, feed, intake

LONG_AGO_NS = 3_000_000_000


def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the hashing, three seconds on: no file has just been written to."""
    monkeypatch.setattr(hashes.time, "time_ns", lambda: time.clock_gettime_ns(time.CLOCK_REALTIME) + LONG_AGO_NS)


def _hashed(memory: Path, path: Path) -> tuple[str, bool]:
    """The hash and whether the file was read for it."""
    read: list[Path] = []
    original = hashes.sha256_of
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashes, "sha256_of", lambda asked: read.append(asked) or original(asked))  # type: ignore[func-returns-value]
        known = Hashes(memory)
        digest = known.sha256(path)
        known.save()
    return digest, bool(read)


def test_an_untouched_file_is_hashed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, memory = tmp_path / "a", tmp_path / "memory.json"
    path.write_bytes(b"one")
    _settled(monkeypatch)
    expected = hashlib.sha256(b"one").hexdigest()
    assert [_hashed(memory, path) for _ in range(2)] == [(expected, True), (expected, False)]


def test_a_file_just_written_is_not_remembered(tmp_path: Path) -> None:
    path, memory = tmp_path / "a", tmp_path / "memory.json"
    path.write_bytes(b"one")
    assert [_hashed(memory, path)[1] for _ in range(2)] == [True, True]


@pytest.mark.parametrize("change", ["same_size_same_time", "replaced", "longer", "damaged_memory"])
def test_whatever_changed_is_hashed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    path, memory = tmp_path / "a", tmp_path / "memory.json"
    path.write_bytes(b"one")
    before = path.stat()
    _settled(monkeypatch)
    _hashed(memory, path)
    time.sleep(0.02)
    body = b"longer" if change == "longer" else b"one" if change == "damaged_memory" else b"two"
    if change == "replaced":
        (tmp_path / "b").write_bytes(body)
        (tmp_path / "b").rename(path)
    elif change == "damaged_memory":
        memory.write_text('{"a": 1}', encoding="utf-8")
    else:
        path.write_bytes(body)
    # Whoever sets the time of writing back cannot set back the time of change.
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert _hashed(memory, path) == (hashlib.sha256(body).hexdigest(), True)


def test_a_build_notices_new_bytes_under_an_old_name(tmp_path: Path) -> None:
    build(tmp_path, feed("readings", READINGS), {"a.csv": "站点编码,时间,PM2.5\n1,2024-01-05 08:00,36\n".encode()})
    (first,) = intake(tmp_path).partitions
    build(tmp_path, feed("readings", READINGS), {"a.csv": "站点编码,时间,PM2.5\n1,2024-01-05 08:00,37\n".encode()})
    (second,) = intake(tmp_path).partitions
    assert second.sha256 != first.sha256
