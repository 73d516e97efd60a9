"""Who acts, and what each role may write into the ledger."""

from __future__ import annotations

from dataclasses import dataclass

# The dashboard adds these to the rights of its pages, so a button and the rule behind it never disagree.
RIGHTS: dict[str, frozenset[str]] = {
    "leader": frozenset({"edit_headline", "type_opinion", "sign", "issue_order", "advance_order"}),
    "planner": frozenset(
        {"edit_headline", "type_opinion", "sign", "issue_order", "advance_order", "propose_correction", "export", "publish"}
    ),
    "officer": frozenset({"advance_order"}),
    "steward": frozenset({"propose_correction", "decide_correction", "export", "publish"}),
    "admin": frozenset(),
}


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A named person and the way by which the act came.

    Attributes
    ----------
    via
        `page`, `route`, `cli` or `import`.
    """

    name: str
    roles: frozenset[str]
    via: str = "page"

    def may(self, right: str) -> bool:
        """Whether any of the actor's roles holds a right."""
        return any(right in RIGHTS.get(role, frozenset()) for role in self.roles)
