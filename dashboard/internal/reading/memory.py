"""What was read from a build before: a build never changes, so the same question has the same answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

import pandas as pd

ENTRIES, WHOLE_BYTES, ANSWER_BYTES = 2000, 64 * 2**20, 2 * 2**20
# what is not a table (a drawing made of a few) counts as this much
OTHER_BYTES = 2**17


class Memory:
    """The latest answers of one build, up to a number and a size; the longest unasked are forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def recall(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Give what was kept under a key, or make it; two threads may make the same at once, which costs time alone."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        made = make()
        size = int(made.memory_usage(index=False, deep=True).sum()) if isinstance(made, pd.DataFrame) else OTHER_BYTES
        if size <= ANSWER_BYTES:
            with self._lock:
                self._keep(key, made, size)
        return made

    def _keep(self, key: Hashable, made: Any, size: int) -> None:
        if key in self._kept:
            self._bytes -= self._kept.pop(key)[1]
        self._kept[key] = (made, size)
        self._bytes += size
        while len(self._kept) > ENTRIES or self._bytes > WHOLE_BYTES:
            self._bytes -= self._kept.popitem(last=False)[1][1]
