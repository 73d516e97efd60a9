"""Who acts, and what each role may write into the ledger."""

from __future__ import annotations

from dataclasses import dataclass

# The dashboard adds these to the rights of its pages, so a button and the rule behind it never disagree.
RIGHTS: dict[str, frozenset[str]] = {
    "leader": frozenset({"edit_headline", "type_opinion", "sign", "issue_order", "advance_order", "export"}),
    "planner": frozenset(
        {"edit_headline", "type_opinion", "sign", "issue_order", "advance_order", "propose_correction", "export", "publish"}
    ),
    "officer": frozenset({"advance_order"}),
    "steward": frozenset({"propose_correction", "decide_correction", "export", "publish"}),
    "admin": frozenset({"export"}),
}

NAMES = {
    "edit_headline": ("编辑标题", "edit the headline"),
    "type_opinion": ("录入会商意见", "type an opinion"),
    "sign": ("签署文件", "sign documents"),
    "issue_order": ("下达指令", "issue orders"),
    "advance_order": ("办理指令", "advance orders"),
    "propose_correction": ("提出更正", "propose corrections"),
    "decide_correction": ("审核更正", "decide corrections"),
    "export": ("导出表格", "export tables"),
    "publish": ("发布公开版", "publish the public extract"),
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
