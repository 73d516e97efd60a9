"""Run a coroutine in a thread of its own: a browser test of the same process may leave its loop running."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def apart(coroutine: Coroutine[Any, Any, Answer]) -> Answer:
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
