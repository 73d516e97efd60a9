"""How the headings of a file resemble the fields of a contract: by name, alias and title, with or without the unit or datum."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from pipelines.contract import Contract, Field, contracts
from pipelines.intake.headings import normal

_UNIT = re.compile(r"[（(\[【]([^)）\]】]*)[)）\]】]\s*$")
_DATUM = re.compile(r"^(wgs84|gcj02|bd09|cgcs2000)[_\-.]?(?=.)")
_UNITS = {
    "ug/m3": "ug/m3",
    "mg/m3": "mg/m3",
    "m/s": "m/s",
    "km/h": "km/h",
    "mph": "mph",
    "kw": "kW",
    "hpa": "hPa",
    "万元": "万元",
    "kg": "kg",
    "lb": "lb",
}


def _bare(heading: str) -> str:
    return _DATUM.sub("", normal(_UNIT.sub("", unicodedata.normalize("NFKC", heading))))


def datum_of(heading: str) -> str | None:
    """The datum that a heading such as `GCJ02_经度` or `经度(WGS84)` names."""
    bracket = _UNIT.search(unicodedata.normalize("NFKC", heading))
    found = _DATUM.match(normal(heading)) or (_DATUM.match(f"{normal(bracket[1])} ") if bracket else None)
    return found[1] if found else None


def _unit(heading: str, contract_field: Field) -> str | None:
    match = _UNIT.search(unicodedata.normalize("NFKC", heading).replace("μ", "u"))
    if match is None or contract_field.unit is None:
        return None
    found = _UNITS.get(normal(match[1]).replace("µ", "u").replace("μ", "u"))
    return None if found == contract_field.unit else found


@cache
def _words(contract: str, *, is_bare: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What each field of a contract may be headed, as headings are compared."""
    fit = _bare if is_bare else normal
    return tuple((item.name, tuple(fit(word) for word in (item.name, *item.aliases, item.title))) for item in contracts()[contract].fields)


def columns_of(contract: Contract, shapes: Sequence[Mapping[str, Sequence[str]]]) -> tuple[dict[str, str], dict[str, str]]:
    """The heading of each field by name and alias: exact first, then without unit and datum; and units that differ."""
    columns: dict[str, str] = {}
    units: dict[str, str] = {}
    taken: set[str] = set()
    for is_bare, shape in enumerate(shapes):
        for name, words in _words(contract.name, is_bare=bool(is_bare)):
            # The alias list is in order of trust: a firm's own code comes before a running number.
            match = next((h for word in words for h in shape.get(word, ()) if h not in taken), None)
            if match is not None and name not in columns:
                columns[name] = match
                taken.add(match)
                unit = _unit(match, contract.field(name))
                if unit is not None:
                    units[name] = unit
    return columns, units


def shapes_of(headings: Sequence[str]) -> list[dict[str, list[str]]]:
    """Headings by how they are compared, as they stand and without a unit: once for all contracts."""
    shapes: list[dict[str, list[str]]] = []
    for fit in (normal, _bare):
        shape: dict[str, list[str]] = {}
        for heading in filter(None, headings):
            shape.setdefault(fit(heading), []).append(heading)
        shapes.append(shape)
    return shapes
