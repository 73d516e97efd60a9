"""A progress bar for people at a terminal."""

from __future__ import annotations


class Bar:
    """A progress bar on standard error for people; silent where nobody looks."""

    def __init__(self) -> None:
        self.bar: object | None = None

    def __call__(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Show that `done` of `total` steps are done and what comes next; without a total, only what is being done."""
        from tqdm import tqdm

        if self.bar is None:
            self.bar = tqdm(total=total, unit="步", leave=False, disable=None, delay=2.0)
        assert isinstance(self.bar, tqdm)
        self.bar.total = total
        self.bar.n = self.bar.n + 1 if done is None else done
        self.bar.set_description(what[:40])

    def close(self) -> None:
        """Clear the bar."""
        if self.bar is not None:
            self.bar.close()  # type: ignore[attr-defined]
