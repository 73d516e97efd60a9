"""Open zips within bounds, and make one file of the several that a Shapefile is."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from pipelines.errors import InputError
from pipelines.intake.limits import Limits

BLOCK = 1 << 20
SIDECARS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def check_zip(archive: zipfile.ZipFile, *, limits: Limits, place: str) -> None:
    """Refuse a zip that would unpack to too much, by what its directory says."""
    infos = archive.infolist()
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if len(infos) > limits.members:
        raise InputError(f"{place} holds {len(infos)} files, more than the limit of {limits.members}; split it")
    if unpacked > limits.unpacked_bytes:
        raise InputError(f"{place} would unpack to {unpacked >> 20} MB, more than the limit of {limits.unpacked_bytes >> 20} MB; split it")
    if unpacked > BLOCK and unpacked > packed * limits.unpacked_ratio:
        raise InputError(f"{place} would unpack to {unpacked // max(packed, 1)} times its size, as only a zip bomb does; make it again")


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; names that Windows wrote in GBK come as cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, *, limits: Limits, place: str) -> None:
    written = 0
    with archive.open(info) as source, target.open("wb") as copy:
        while block := source.read(BLOCK):
            written += len(block)
            # The directory may lie about sizes: what comes out is counted again.
            if written > min(limits.unpacked_bytes, info.file_size):
                raise InputError(f"{place}/{_name(info)} unpacks to more than it declares; make the zip again")
            copy.write(block)


def members(path: Path, *, scratch: Path, limits: Limits, notes: list[str], place: str) -> Iterator[tuple[str, Path]]:
    """Each file of a zip, unpacked under a name of ours; the member's own name is only ever a label."""
    try:
        with zipfile.ZipFile(path) as archive:
            check_zip(archive, limits=limits, place=place)
            for number, info in enumerate(sorted(archive.infolist(), key=_name)):
                name = _name(info)
                ending = PurePosixPath(name).suffix.lower()
                if info.is_dir() or "__MACOSX" in name or PurePosixPath(name).name.startswith("."):
                    continue
                if ending == ".zip":
                    notes.append(f"{place}/{name}: a zip inside a zip was not opened; unpack it first")
                    continue
                if info.flag_bits & 0x1:
                    raise InputError(f"{place}/{name} is locked with a password; make the zip without one")
                target = scratch / f"member-{number}{ending if ending.isascii() else ''}"
                _unpack(archive, info, target, limits=limits, place=place)
                yield name, target
                target.unlink()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as fault:
        raise InputError(f"{place} is a damaged zip ({fault}); make it again") from fault


def bundled(path: Path, *, scratch: Path) -> Path:
    """One uncompressed zip of a Shapefile's parts, the same bytes for the same parts, so that its hash covers them all."""
    target = scratch / "shapefile.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for part in sorted(path.parent.iterdir()):
            if part.stem == path.stem and part.suffix.lower() in SIDECARS:
                archive.writestr(zipfile.ZipInfo(f"layer{part.suffix.lower()}", (1980, 1, 1, 0, 0, 0)), part.read_bytes())
    return target
