"""Name the machine a figure was taken on, and time a command with its peak memory."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Timing:
    """One run of one command as a whole process tree."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    output: str


def machine() -> str:
    """One line: processor, cores, memory, Python."""
    model = platform.processor() or "unknown processor"
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        names = [line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0] if names else model
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {gib:.0f} GiB, {platform.system()} {platform.release()}, Python {platform.python_version()}"


def timed(command: Sequence[str]) -> Timing:
    """Run a command to its end; refuses one that fails, with what it printed."""
    probe = (
        "import json,resource,subprocess,sys,time;t=time.perf_counter();"
        "r=subprocess.run(sys.argv[1:],capture_output=True,text=True);w=time.perf_counter()-t;"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(json.dumps([r.returncode,w,u.ru_utime+u.ru_stime,u.ru_maxrss/1024,r.stdout,r.stderr]))"
    )
    done = subprocess.run([sys.executable, "-c", probe, *command], capture_output=True, text=True, check=True)
    code, wall_s, cpu_s, peak_mib, out, err = json.loads(done.stdout)
    if code != 0:
        raise SystemExit(f"{' '.join(command)} ended with {code}:\n{out}\n{err}")
    return Timing(wall_s=wall_s, cpu_s=cpu_s, peak_mib=peak_mib, output=out)


def now_text() -> str:
    """The local date of the run, for the figure's caption."""
    return time.strftime("%Y-%m-%d")
