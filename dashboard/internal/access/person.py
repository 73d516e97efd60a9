"""The person in front of the screen."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("leader", "planner", "officer", "steward", "admin")
# What each role may see and do; a page's key is the right to open it. Pages and routes ask for rights, never for roles.
RIGHTS: dict[str, frozenset[str]] = {
    "leader": frozenset({"today", "station", "ranking", "emergency", "rules", "data", "brief", "edit_headline", "sign"}),
    "planner": frozenset(
        {"today", "station", "ranking", "emergency", "candidates", "positive_list", "enterprise", "complaints", "data", "rules"}
        | {"names", "export", "coordinates", "complaint_texts", "private", "brief", "edit_headline", "sign"}
    ),
    "officer": frozenset({"station", "enterprise", "candidates", "rules", "names", "private"}),
    "steward": frozenset({"data", "rules", "enterprise", "names", "export", "coordinates", "propose_correction", "decide_correction"}),
    "admin": frozenset({"data", "rules", "audit"}),
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who asks.

    Attributes
    ----------
    districts
        Names of the districts the person may see; None for the whole city.
    """

    name: str
    roles: frozenset[str]
    districts: frozenset[str] | None = None

    def may(self, right: str) -> bool:
        """Whether any of the person's roles holds a right."""
        return any(right in RIGHTS.get(role, frozenset()) for role in self.roles)


def alone() -> Person:
    """Give the one person of a machine on which nobody logs in."""
    return Person(name="本机用户", roles=frozenset(ROLES))
