"""Begin a city: write its first city.toml and feeds.toml from the files a bureau brings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import ConfigurationError, InputError
from pipelines.intake.draft import draft, draft_city


@dataclass(frozen=True, kw_only=True)
class NewCity:
    """The two files that were written, and the raw folder their patterns begin in."""

    paths: tuple[Path, ...]
    raw_dir: Path


def _given(files: Sequence[Path]) -> list[Path]:
    """The files themselves, and all that lie in the folders among them."""
    found: set[Path] = set()
    for path in files:
        if not path.exists():
            raise InputError(f"{path} does not exist; name files or folders that do")
        inside = path.rglob("*") if path.is_dir() else [path]
        found |= {item.resolve() for item in inside if item.is_file() and not item.name.startswith(".")}
    if not found:
        raise InputError(f"{', '.join(map(str, files))}: no file lies there; name the files a draft is to be made from")
    return sorted(found)


def _root(folder: Path, files: Sequence[Path]) -> Path:
    """The city's own raw folder when all files lie in it, else the deepest folder that holds them all."""
    raw_dir = (folder / "raw").resolve()
    if all(path.is_relative_to(raw_dir) for path in files):
        return raw_dir
    return Path(os.path.commonpath([path.parent for path in files]))


def begin(folder: Path, *, files: Sequence[Path], name: str | None = None) -> NewCity:
    """Write both files into `folder`; refuses to overwrite one with ConfigurationError."""
    paths = (folder / "city.toml", folder / "feeds.toml")
    for path in paths:
        if path.exists():
            raise ConfigurationError(f"{path} exists already; move it away, or name another folder")
    found = _given(files)
    raw_dir = _root(folder, found)
    city_id = folder.resolve().name
    texts = (draft_city(found, city_id=city_id, name=name or city_id), draft(found, root=raw_dir))
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return NewCity(paths=paths, raw_dir=raw_dir)
