"""Codes: the published examples hold, every small slip is caught."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines import uscc

REAL = (
    "914403001922038216",
    "9144030071526726XG",
    "91330100799655058B",
    "91110000802100433B",
    "91350100M000100Y43",
    "91110108551385082Q",
)
BODIES = st.text(alphabet=uscc.ALPHABET, min_size=17, max_size=17)


@pytest.mark.parametrize("code", REAL)
def test_real_codes_are_valid_inside_and_out(code):
    assert uscc.is_valid(code)
    assert uscc.has_valid_organisation_code(code)


@pytest.mark.parametrize("code", REAL)
def test_every_one_character_error_is_caught(code):
    for at in range(18):
        for other in uscc.ALPHABET:
            assert uscc.is_valid(code[:at] + other + code[at + 1 :]) == (other == code[at])


@given(BODIES)
@settings(max_examples=300)
def test_every_adjacent_swap_is_caught(body):
    code = body + uscc.check_character(body)
    assert uscc.is_valid(code)
    for at in range(17):
        swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        assert uscc.is_valid(swapped) == (swapped == code)


@pytest.mark.parametrize(
    "code", ["", None, "91440300192203821", "9144030019220382166", "91440300192203821O", "91440300192203821—", "９14403001922038216"]
)
def test_what_is_not_eighteen_characters_of_the_alphabet_is_invalid(code):
    assert not uscc.is_valid(code)


def test_a_code_is_read_through_blanks_dashes_full_width_and_small_letters():
    assert uscc.normalise(" 9133 0100-799655058b ") == "91330100799655058B"
    assert uscc.normalise("\uff1991330100799655058B"[:1] + "1330100799655058B") == "91330100799655058B"
    assert uscc.normalise(None) == ""


def test_a_plant_suffix_does_not_become_the_company():
    assert not uscc.is_valid(uscc.normalise("916400005541616821(01)"))


def test_a_foreign_character_is_named():
    with pytest.raises(ValueError, match="character 'O' of code 'O1440300192203821'"):
        uscc.check_character("O1440300192203821")


def test_an_organisation_code_whose_check_does_not_hold_is_seen():
    assert not uscc.has_valid_organisation_code("914403001922038226")
