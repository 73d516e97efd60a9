"""Say in one sentence why a decision cannot be written down, in the reader's language."""

from __future__ import annotations

from pipelines.errors import LanxunError

# By rule: the sentence in Chinese and in English. They stand here and not in the dashboard's wording, because the rule does.
SENTENCES: dict[str, tuple[str, str]] = {
    "taken": (
        "{who}已于{at}先改了这一条（{what}），请刷新后再看。",
        "{who} changed this first, at {at} ({what}); reload and look again",
    ),
    "not_yours": ("{who}没有办理“{action}”的权限，请由有权限的人办理。", "{who} may not {action}; ask somebody whose role may"),
    "second_person": (
        "{step}须由另一人办理：{who}已办理{before}，请换人。",
        "{step} takes a second person, and {who} did the step before ({before}); ask somebody else",
    ),
    "unnamed": ("操作人没有姓名，不能记账；请先登录。", "the person has no name and cannot be recorded; log in first"),
    "nothing": ("台账里没有编号为{number}的{what}，请刷新列表。", "the ledger has no {what} with the number {number}; reload the list"),
    "empty": ("{field}不能为空，请填写。", "{field} must not be empty; fill it in"),
    "too_long": (
        "{field}有{length}个字，最多{limit}个，请写短一些。",
        "{field} has {length} characters, at most {limit} are taken; shorten it",
    ),
    "one_line": ("{field}只能写一行，请去掉换行和控制字符。", "{field} must be one line; take out line breaks and control characters"),
    "unknown": ("{field}“{value}”不在可选之列：{choices}。", "{field} {value!r} is none of {choices}"),
    "correction": (
        "更正“{table}｜{key}｜{column}”不能受理：{reason}。",
        "the correction of {table} | {key} | {column} cannot be taken: {reason}",
    ),
    "same_value": ("新值与原值相同（{value}），无须更正。", "the new value equals the old one ({value}); there is nothing to correct"),
    "open_proposal": (
        "{who}已于{at}对这一格提出更正（{what}），尚待审核。",
        "{who} proposed a correction of this cell at {at} ({what}), which is not decided yet",
    ),
    "decided": ("{who}已于{at}办结这一条（{what}），不能再办。", "{who} decided this at {at} ({what}); it cannot be decided again"),
    "order_of_steps": (
        "{what}的下一步是“{next}”，不能办“{step}”。",
        "the next step of {what} is {next}, so {step} is refused",
    ),
    "finished": ("{what}已办完最后一步“{step}”。", "{what} has passed its last step, {step}"),
    "unsigned": ("{what}还没有“{step}”，不能发出。", "{what} lacks the step {step} and may not leave the house"),
    "busy": (
        "台账正忙，{seconds}秒内未能写入；没有写入任何内容，请再试一次。",
        "the ledger was busy for {seconds} s; nothing was written, try again",
    ),
    "full": (
        "台账所在磁盘已满；没有写入任何内容，请清理后再试。",
        "the ledger's disk is full; nothing was written, free some space and try again",
    ),
    "refused": ("台账拒绝了这次写入（{reason}）；没有写入任何内容。", "the ledger refused this ({reason}); nothing was written"),
    "unreachable": (
        "台账打不开（{address}：{reason}）；请检查 serve.toml 的 [ledger] 和数据库。",
        "the ledger at {address} cannot be opened ({reason}); check [ledger] in serve.toml and the database",
    ),
    "newer": (
        "台账由更新版本的程序写成（{found}，本程序到 {known}），请升级程序。",
        "the ledger was written by a newer program ({found}, this one knows {known}); update the program",
    ),
}
LANGUAGES = ("zh", "en")


class LedgerError(LanxunError, ValueError):
    """A command of the ledger was refused; nothing of it was written.

    Attributes
    ----------
    rule
        Which rule refused, a key of `SENTENCES`.
    facts
        What fills the sentence: who, when, which number; a word that is not the same in both languages is a pair.
    """

    def __init__(self, rule: str, **facts: object) -> None:
        self.rule = rule
        self.facts = facts
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """Give the sentence in `zh` or `en`; any other language gets Chinese."""
        number = LANGUAGES.index(language) if language in LANGUAGES else 0
        facts = {name: fact[number] if isinstance(fact, tuple) else fact for name, fact in self.facts.items()}
        return SENTENCES[self.rule][number].format(**facts)


class StaleError(LedgerError):
    """Somebody else was first; the sentence says who."""
