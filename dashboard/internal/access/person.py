"""The person in front of the screen."""

from __future__ import annotations

from dataclasses import dataclass

from supervision.ledger.actor import RIGHTS as LEDGER_RIGHTS

ROLES = ("leader", "planner", "officer", "steward", "admin")
# What each role may see; a page's key is the right to open it. Pages and routes ask for rights, never for roles.
SEEING: dict[str, frozenset[str]] = {
    "leader": frozenset({"today", "station", "ranking", "emergency", "rules", "data", "brief"}),
    "planner": frozenset(
        {"today", "station", "ranking", "emergency", "candidates", "positive_list", "enterprise", "complaints", "data", "rules"}
        | {"names", "coordinates", "complaint_texts", "private", "brief"}
    ),
    "officer": frozenset({"station", "enterprise", "candidates", "rules", "names", "private"}),
    "steward": frozenset({"data", "rules", "enterprise", "names", "coordinates"}),
    "admin": frozenset({"data", "rules", "audit"}),
}
# What a role may write stands with the ledger, which checks it again.
RIGHTS = {role: seen | LEDGER_RIGHTS[role] for role, seen in SEEING.items()}


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
