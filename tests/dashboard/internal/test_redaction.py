"""No number of a person survives; what is no such number stays as it was written."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.internal.redaction import IDENTITY, PHONE, PLATE, redacted

# words without a digit, a province's short name or a spoken digit: nothing in them may change
WORDS = st.text(alphabet="味道刺鼻夜里冒烟请查处，。！abcxyz", max_size=30)
GAPS = st.sampled_from(["", " ", "-", "·", "\u200b", " - "])
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")

# the machine may be busy; how long an example takes is not what is tested
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def digits_of(text: str) -> str:
    return "".join(re.findall(r"\d", text))


@given(WORDS, WORDS, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), GAPS, st.booleans())
def test_no_mobile_number_survives_whatever_stands_between_its_digits(
    before: str, after: str, number: str, gap: str, is_wide: bool
) -> None:
    written = gap.join((number[:3], number[3:7], number[7:]))
    told = redacted(before + (written.translate(FULL_WIDTH) if is_wide else written) + after)
    assert told == f"{before}{PHONE}{after}"


@given(WORDS, WORDS, st.from_regex(r"[1-9][0-9]{16}[0-9Xx]", fullmatch=True))
def test_no_identity_number_survives(before: str, after: str, number: str) -> None:
    told = redacted(f"{before}，{number}，{after}")
    assert told == f"{before}，{IDENTITY}，{after}"


@given(WORDS, st.sampled_from("京冀豫宁新"), st.from_regex(r"[A-Z][A-HJ-NP-Z0-9]{5,6}", fullmatch=True), st.sampled_from(["", "·", " "]))
def test_no_plate_survives(before: str, province: str, rest: str, gap: str) -> None:
    told = redacted(f"{before}{province}{rest[0]}{gap}{rest[1:]}，{before}")
    assert told == f"{before}{PLATE}，{before}"


@given(st.text(max_size=80))
def test_a_text_redacted_twice_reads_as_redacted_once(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


@given(st.text(alphabet="0123456789 -.，年月日时XA豫", max_size=60))
def test_no_eleven_digits_of_a_mobile_stand_together_afterwards(text: str) -> None:
    assert not re.search(r"1[3-9]\d{9}", redacted(text))


@given(WORDS)
def test_words_stay_as_they_are(text: str) -> None:
    assert redacted(text) == text


def test_dates_times_and_short_figures_stay() -> None:
    text = "2026年11月29日 10:20、2026-11-29 22:30:15、20261129 和 20261129103000，第 3 栋 1202 室，距厂 150 米，拨打 12345、12369 无果"
    assert redacted(text) == text


def test_landlines_service_numbers_and_spoken_numbers_are_hidden() -> None:
    for number in (
        "0371-65551234",
        "(0371)65551234",
        "０３７１６５５５１２３４",
        "400-820-8820",
        "65551234",
        "一三八零零一三八零零零",
        "幺三八零零幺三八零零零",
    ):
        assert redacted(f"请打{number}。") == f"请打{PHONE}。", number


def test_a_number_hidden_in_a_longer_one_is_hidden_with_it() -> None:
    assert digits_of(redacted("卡号6222021234567890123，电话8613812345678")) == ""
