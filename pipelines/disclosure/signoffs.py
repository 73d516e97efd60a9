"""Who drafted, reviewed and approved: three named people, none of them twice."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from pipelines.errors import CheckError

OPTIONS = {"拟稿": "--drafted-by", "审核": "--reviewed-by", "批准": "--approved-by"}


@dataclass(frozen=True, kw_only=True)
class Signoffs:
    """Three names; CheckError for one that is missing or stands twice."""

    drafted_by: str | None
    reviewed_by: str | None
    approved_by: str | None

    def __post_init__(self) -> None:
        """Refuse an empty name and the same person in two roles, however the name is spaced or written in width."""
        bare = {}
        for role, name in self.named().items():
            bare[role] = "".join(unicodedata.normalize("NFKC", name).split()).casefold()
            if not bare[role]:
                raise CheckError(f"nothing was published: {role} is not named; give it with {OPTIONS[role]}")
        if len(set(bare.values())) < len(bare):
            raise CheckError(
                f"nothing was published: {'、'.join(OPTIONS)} must be three different people; name them with {', '.join(OPTIONS.values())}"
            )

    def named(self) -> dict[str, str]:
        """The names by role, as they stand in the report."""
        return dict(zip(OPTIONS, (name or "" for name in (self.drafted_by, self.reviewed_by, self.approved_by)), strict=True))
