"""Every kind of damage ends in counted, kept rejects or in one sentence; nothing is lost."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from pipelines.errors import LanxunError
from tests.dirty.damages import DAMAGES, Damage
from tests.pipelines.intake.town import build, feed, intake, reasons, rows


def test_there_are_at_least_forty_kinds() -> None:
    assert len({damage.name for damage in DAMAGES}) == len(DAMAGES) >= 40


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_damage_is_counted_or_told(damage: Damage, tmp_path: Path) -> None:
    build(tmp_path, feed(damage.table, damage.feed), {damage.file: damage.data})
    if damage.sentence is not None:
        with pytest.raises(LanxunError) as told:
            intake(tmp_path)
        sentence = str(told.value)
        assert re.search(damage.sentence, sentence), sentence
        assert "\n" not in sentence
        return
    found = intake(tmp_path)
    (partition,) = found.partitions
    assert reasons(partition) == Counter(damage.reasons)
    assert partition.lines["loaded"] == damage.loaded
    assert partition.lines["exact_duplicate"] == damage.exact_duplicate
    if damage.non_data is not None:
        assert partition.lines["non_data"] == damage.non_data
    loaded = rows(partition)
    for column, expected in damage.values.items():
        shown = [str(row[column]) if column == "observed_at" else row[column] for row in loaded]
        assert shown == [pytest.approx(value) if isinstance(value, float) else value for value in expected]
    if damage.note is not None:
        assert any(damage.note in note for note in found.notes), found.notes
    assert not (tmp_path.parent / "evil.csv").exists()
