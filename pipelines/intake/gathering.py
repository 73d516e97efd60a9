"""Turn rows that hold one variable each into rows that hold all of them."""

from __future__ import annotations

from pipelines.contract import Contract
from pipelines.intake.casting import identifier


def gathered(query: str, contract: Contract, measured: tuple[str, ...]) -> str:
    """One row per key from rows that each hold one variable; a variable given twice makes a second version, so none is lost."""
    keys = [f.name for f in contract.fields if f.name not in measured]
    given = ", ".join(f"{identifier(name)} is not null" for name in measured)
    group = ", ".join(identifier(name) for name in keys)
    order = ", ".join([group, given, "source_line"])
    constant_names = ("source_feed", "source_file", "source_sha256", "source_sheet", "source_received_at", "source_datum", "month_id")
    contract_columns = [
        f"max({identifier(f.name)}) as {identifier(f.name)}" if f.name in measured else identifier(f.name) for f in contract.fields
    ]
    columns = [*contract_columns, *(f"any_value({n}) as {n}" for n in constant_names[:4]), "min(source_line) as source_line"]
    columns += [f"any_value({n}) as {n}" for n in constant_names[4:]]
    return (
        f"select {', '.join(columns)} from (select *, row_number() over (partition by {group}, {given} order by source_line) as version_no "
        f"from ({query})) group by {group}, version_no order by {order.split(',', maxsplit=1)[0]}, source_line"
    )
