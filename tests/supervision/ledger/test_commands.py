"""Each command is one transaction with its rule inside; what is refused leaves nothing behind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from supervision.errors import LANGUAGES, SENTENCES, LedgerError, StaleError
from supervision.ledger import actor as actors
from supervision.ledger import audit, corrections, exports, headlines, opinions, orders, publications, signoffs
from supervision.ledger.actor import Actor
from supervision.ledger.engine import Ledger
from supervision.ledger.tables import METADATA, NAMES
from tests.supervision.ledger.people import AT, LEADER, OFFICER, OTHER_STEWARD, PLANNER, STEWARD, propose

DOCUMENT = hashlib.sha256("日报".encode()).hexdigest()
LATER = AT + timedelta(minutes=7)


def _order(ledger: Ledger, **given: object) -> int:
    told = {"kind": "dispatch", "title": "核查工地扬尘", "body": "今日 18 时前核查", "addressee": "城管局", "source": "日研判会"}
    return orders.issue(ledger, PLANNER, **(told | {"at": AT} | given))  # type: ignore[arg-type]


def _refused(ledger: Ledger, rule: str, act: Callable[[], object]) -> str:
    """The sentence of a refusal after which the ledger is exactly as before."""
    before = audit.verify(ledger)
    with pytest.raises(LedgerError) as refusal:
        act()
    assert refusal.value.rule == rule
    assert audit.verify(ledger) == before
    assert audit.drifted(ledger) == []
    return refusal.value.told("zh")


def test_a_correction_keeps_old_value_proposer_decider_and_note(ledger: Ledger) -> None:
    number = propose(ledger)
    found = corrections.decide(ledger, OTHER_STEWARD, number, is_accepted=True, note="已电话核实", version=1, at=LATER)
    assert corrections.listed(ledger) == [found]
    assert (found.old_text, found.new_text, found.proposed_by, found.proposed_at) == ("正常生产", "停产", "魏笙", AT)
    assert (found.state, found.decided_by, found.decided_at, found.decision_note) == ("accepted", "顾朝", LATER, "已电话核实")
    assert not found.is_alone


def test_who_proposed_does_not_decide(ledger: Ledger) -> None:
    number = propose(ledger)
    sentence = _refused(
        ledger,
        "second_person",
        lambda: corrections.decide(ledger, STEWARD, number, is_accepted=True, note="同意", version=1, at=AT),
    )
    assert "魏笙" in sentence


def test_in_a_house_of_one_the_row_says_that_nobody_else_looked(ledger: Ledger) -> None:
    alone = replace(ledger, needs_second_person=False)
    found = corrections.decide(alone, STEWARD, propose(alone), is_accepted=False, note="查无依据", version=1, at=AT)
    assert (found.state, found.is_alone) == ("refused", True)


def test_a_decided_correction_is_not_decided_again(ledger: Ledger) -> None:
    number = propose(ledger)
    corrections.decide(ledger, OTHER_STEWARD, number, is_accepted=False, note="查无依据", version=1, at=AT)
    third = replace(OTHER_STEWARD, name="白杨")
    sentence = _refused(
        ledger, "decided", lambda: corrections.decide(ledger, third, number, is_accepted=True, note="同意", version=1, at=LATER)
    )
    assert "顾朝已于2026-12-08 09:15" in sentence


def test_a_cell_has_one_open_proposal_and_its_last_accepted_correction_supersedes(ledger: Ledger) -> None:
    first = propose(ledger)
    assert "魏笙" in _refused(ledger, "open_proposal", lambda: propose(ledger, actor=OTHER_STEWARD, new="关闭"))
    corrections.decide(ledger, OTHER_STEWARD, first, is_accepted=True, note="同意", version=1, at=AT)
    second = propose(ledger, new="关闭", at=LATER)
    corrections.decide(ledger, OTHER_STEWARD, second, is_accepted=True, note="同意", version=1, at=LATER)
    assert {c.correction_id: c.superseded_by for c in corrections.listed(ledger, state="accepted")} == {first: second, second: None}


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("correction", {"table": "enterprise"}),
        ("correction", {"column": "colour"}),
        ("correction", {"key": "LT00042|2"}),
        ("correction", {"column": "lon", "new": "东经一百度"}),
        ("correction", {"column": "lon", "new": "999"}),
        ("correction", {"column": "enterprise_id", "new": None}),
        ("same_value", {"new": "正常生产"}),
        ("empty", {"reason": " "}),
        ("one_line", {"new": "停\n产"}),
        ("too_long", {"new": "停" * 500}),
    ],
)
def test_a_correction_no_build_could_replay_is_refused_at_once(ledger: Ledger, rule: str, given: dict[str, str | None]) -> None:
    told = {"table": "enterprises", "key": "LT00042", "column": "status", "old": "正常生产", "new": "停产", "reason": "来函"}
    _refused(ledger, rule, lambda: corrections.propose(ledger, STEWARD, at=AT, **(told | given)))  # type: ignore[arg-type]


def test_a_headline_keeps_what_the_rules_wrote_who_changed_it_and_who_reviewed_it(ledger: Ledger) -> None:
    first = headlines.edit(ledger, PLANNER, build_id="B1", original="昨日良", edited="昨日良，臭氧上升", at=AT)
    second = headlines.edit(
        ledger, LEADER, build_id="B1", original="昨日良", edited="昨日良，臭氧明显上升", data_state="reviewed", replaces=first, at=LATER
    )
    headlines.review(ledger, PLANNER, second, version=1, at=LATER)
    found = headlines.current(ledger, build_id="B1")
    assert found is not None
    assert (found.original, found.edited, found.edited_by, found.reviewed_by) == ("昨日良", "昨日良，臭氧明显上升", "陆明", "李<四>")
    assert found.data_state == "reviewed"
    assert [h.superseded_by for h in headlines.listed(ledger, build_id="B1")] == [None, second]
    assert headlines.current(ledger, build_id="B2") is None
    _refused(ledger, "taken", lambda: headlines.review(ledger, PLANNER, first, version=2, at=LATER))


def test_an_editor_who_did_not_see_the_last_edition_is_told_whose_it_is(ledger: Ledger) -> None:
    first = headlines.edit(ledger, PLANNER, build_id="B1", original="良", edited="良，风小", at=AT)
    headlines.edit(ledger, LEADER, build_id="B1", original="良", edited="良，静稳", replaces=first, at=AT)

    def edit(seen: int | None) -> int:
        return headlines.edit(ledger, PLANNER, build_id="B1", original="良", edited="优", replaces=seen, at=AT)

    for seen in (None, first):
        assert "陆明" in _refused(ledger, "taken", lambda seen=seen: edit(seen))


def test_the_editor_of_a_headline_does_not_review_it(ledger: Ledger) -> None:
    number = headlines.edit(ledger, PLANNER, build_id="B1", original="良", edited="良", at=AT)
    _refused(ledger, "second_person", lambda: headlines.review(ledger, PLANNER, number, version=1, at=AT))


def test_an_opinion_is_a_named_persons_and_the_newest_of_its_day(ledger: Ledger) -> None:
    day = date(2026, 12, 9)
    first = opinions.give(ledger, PLANNER, for_on=day, text="扩散转差", said_by="气象台 张工", at=AT)
    opinions.give(ledger, LEADER, for_on=day, text="扩散转差，午后好转", said_by="气象台 张工", replaces=first, at=LATER)
    opinions.give(ledger, LEADER, for_on=day + timedelta(days=9), text="有雪", said_by="气象台 张工", at=LATER)
    (found,) = opinions.listed(ledger, from_on=day, to_on=day + timedelta(days=2))
    assert (found.text, found.said_by, found.typed_by) == ("扩散转差，午后好转", "气象台 张工", "陆明")
    _refused(ledger, "empty", lambda: opinions.give(ledger, PLANNER, for_on=date(2027, 1, 1), text="雪", said_by="", at=AT))


def _sign(ledger: Ledger, actor: Actor, step: str, *, kind: str = "brief", sha256: str = DOCUMENT) -> int:
    return signoffs.sign(ledger, actor, kind=kind, sha256=sha256, step=step, title="研判日报", at=AT)


def test_a_document_is_signed_in_order_by_different_people(ledger: Ledger) -> None:
    _refused(ledger, "order_of_steps", lambda: _sign(ledger, PLANNER, "review"))
    _sign(ledger, PLANNER, "draft")
    _refused(ledger, "second_person", lambda: _sign(ledger, PLANNER, "review"))
    _refused(ledger, "order_of_steps", lambda: _sign(ledger, LEADER, "issue"))
    _sign(ledger, LEADER, "review")
    assert "签发" in _refused(ledger, "unsigned", lambda: signoffs.require(ledger, kind="brief", sha256=DOCUMENT))
    assert "陆明" in _refused(ledger, "decided", lambda: _sign(ledger, replace(LEADER, name="白杨"), "review"))
    _refused(ledger, "second_person", lambda: _sign(ledger, PLANNER, "issue"))
    _sign(ledger, replace(LEADER, name="白杨"), "issue")
    assert [s.signed_by for s in signoffs.require(ledger, kind="brief", sha256=DOCUMENT)] == ["李<四>", "陆明", "白杨"]


def test_one_changed_byte_makes_another_document(ledger: Ledger) -> None:
    _sign(ledger, PLANNER, "draft")
    changed = hashlib.sha256(b"other").hexdigest()
    _refused(ledger, "order_of_steps", lambda: _sign(ledger, LEADER, "review", sha256=changed))


def test_a_public_extract_is_recorded_only_when_it_is_approved(ledger: Ledger) -> None:
    def record() -> int:
        cells = [{"table": "complaints", "cell": "甲镇"}]
        return publications.record(ledger, STEWARD, sha256=DOCUMENT, path="public/a.duckdb", build_id="B1", suppressed=cells, at=LATER)

    for actor, step in ((PLANNER, "draft"), (LEADER, "review"), (replace(LEADER, name="白杨"), "approve")):
        _refused(ledger, "unsigned", record)
        _sign(ledger, actor, step, kind="public_extract")
    record()
    found = publications.latest(ledger)
    assert found is not None
    assert (found.drafted_by, found.reviewed_by, found.approved_by, found.published_by) == ("李<四>", "陆明", "白杨", "魏笙")
    assert found.cells == [{"table": "complaints", "cell": "甲镇"}]


def test_an_order_goes_through_its_six_steps_one_by_one(ledger: Ledger) -> None:
    number = _order(ledger, step="analysis", due_on=date(2026, 12, 9), evidence={"pm25_ugm3": 81.5, "sources": ["E1"]})
    for version, to in enumerate(("judgement", "issue", "action", "reply", "check"), start=1):
        for wrong in set(orders.STEPS) - {to}:
            _refused(ledger, "order_of_steps", lambda w=wrong, v=version: orders.advance(ledger, OFFICER, number, to=w, version=v, at=AT))
        orders.advance(ledger, OFFICER, number, to=to, version=version, at=AT, note="见照片")
    assert [step.step for step in orders.history(ledger, number)] == list(orders.STEPS)
    (found,) = orders.listed(ledger, is_open=False)
    assert found.is_closed
    assert not found.is_overdue(date(2026, 12, 20))
    assert found.frozen == {"pm25_ugm3": 81.5, "sources": ["E1"]}
    assert found.evidence_sha256 == hashlib.sha256(b'{"pm25_ugm3":81.5,"sources":["E1"]}').hexdigest()
    _refused(ledger, "finished", lambda: orders.advance(ledger, OFFICER, number, to="check", version=6, at=AT))


def test_yesterdays_orders_are_those_issued_on_that_day(ledger: Ledger) -> None:
    midnight = AT.replace(hour=0, minute=0, second=0, microsecond=0)
    numbers = [_order(ledger, at=at) for at in (midnight - timedelta(microseconds=1), midnight, midnight + timedelta(hours=24))]
    assert [order.order_id for order in orders.listed(ledger, on=AT.date())] == numbers[1:2]
    assert len(orders.listed(ledger, is_open=True)) == 3
    assert _order_overdue(ledger)


def _order_overdue(ledger: Ledger) -> bool:
    number = _order(ledger, due_on=date(2026, 12, 8))
    found = next(order for order in orders.listed(ledger) if order.order_id == number)
    return found.is_overdue(date(2026, 12, 9)) and not found.is_overdue(date(2026, 12, 8))


def test_an_export_is_one_line_with_its_filter(ledger: Ledger) -> None:
    exports.record(ledger, PLANNER, what="candidates", row_count=312, build_id="B1", at=AT, parameters={"town": "甲镇"})
    (found,) = exports.listed(ledger)
    assert (found.what, found.row_count, found.build_id, found.taken_by, found.taken_at) == ("candidates", 312, "B1", "李<四>", AT)
    assert found.given == {"town": "甲镇"}


@pytest.mark.parametrize(
    "act",
    [
        lambda ledger: propose(ledger, actor=OFFICER),
        lambda ledger: corrections.decide(ledger, PLANNER, 1, is_accepted=True, note="同意", version=1, at=AT),
        lambda ledger: exports.record(ledger, OFFICER, what="x", row_count=1, build_id=None, at=AT),
        lambda ledger: headlines.edit(ledger, OFFICER, build_id="B", original="x", edited="y", at=AT),
    ],
)
def test_a_command_asks_for_its_right_whatever_the_page_showed(ledger: Ledger, act: Callable[[Ledger], object]) -> None:
    _refused(ledger, "not_yours", lambda: act(ledger))


def test_nobody_acts_without_a_name(ledger: Ledger) -> None:
    _refused(ledger, "unnamed", lambda: propose(ledger, actor=replace(STEWARD, name="  ")))


def test_a_number_that_is_not_there_is_said(ledger: Ledger) -> None:
    _refused(ledger, "nothing", lambda: orders.advance(ledger, OFFICER, 77, to="action", version=1, at=AT))


def test_a_row_changed_since_it_was_read_is_not_overwritten(ledger: Ledger) -> None:
    number = _order(ledger)
    orders.advance(ledger, OFFICER, number, to="action", version=1, at=AT)
    with pytest.raises(StaleError) as refusal:
        orders.advance(ledger, replace(OFFICER, name="郭靖"), number, to="reply", version=1, at=LATER)
    assert "秦川" in refusal.value.told("zh")
    assert "秦川" in str(refusal.value)


def test_every_right_and_every_table_has_a_name() -> None:
    assert {right for rights in actors.RIGHTS.values() for right in rights} == actors.NAMES.keys()
    assert METADATA.tables.keys() - {"audit"} == NAMES.keys()


@pytest.mark.parametrize("rule", sorted(SENTENCES))
def test_every_refusal_is_one_sentence_in_both_languages(rule: str) -> None:
    from tests.dashboard.test_wording import blanks

    chinese, english = SENTENCES[rule]
    assert len(SENTENCES[rule]) == len(LANGUAGES)
    assert blanks(chinese) == blanks(english)
    assert chinese.endswith("。")
