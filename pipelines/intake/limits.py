"""Say how much one raw file may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of one raw file; a file past one of them is refused with a sentence, never half read."""

    file_bytes: int = 8 << 30
    line_bytes: int = 16 << 20
    # A quote that is never closed would swallow the rest of the file: a record may not be longer than this.
    record_lines: int = 100
    heading_lines: int = 60
    columns: int = 20_000
    unpacked_bytes: int = 4 << 30
    unpacked_ratio: float = 200.0
    members: int = 200_000
    nesting: int = 64
    excel_memory_bytes: int = 2 << 30
    excel_cpu_s: int = 60
    excel_wall_s: int = 180
    memory: str = "1GB"
    threads: int | None = None
