"""What the positive list's page reads: batches, members, rule by rule, early warnings, and what would follow from other rules."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.internal.reading.listings import Listing
from dashboard.internal.reading.point_sets import PointSet
from dashboard.internal.reading.warehouse import Published
from dashboard.maps.points import Category
from pipelines.what_if import Change, what_if

RIGHT = "positive_list"
NEEDED = ("positive_listings", "positive_list_checks", "positive_list_standings", "enterprises")
RULE_TABLE = "rule_positive_list_rules"
WANTED = ("positive_list_standings",)
FILTERS = ("view", "batch", "standings", "towns", "days", "percent")
STANDINGS = (
    Category(code="sound", shape="circle", on_light="#2a7f62", on_dark="#84dcc6"),
    Category(code="renew", shape="bar", on_light="#6b5f1e", on_dark="#d9cf7a"),
    Category(code="below", shape="diamond", on_light="#9a6700", on_dark="#f6bd60"),
    Category(code="remove", shape="triangle", on_light="#b3261e", on_dark="#f28482"),
    Category(code="may_enter", shape="plus", on_light="#0b5cad", on_dark="#4cc9f0"),
    Category(code="to_verify", shape="ring", on_light="#5a6b80", on_dark="#9fb0c3"),
    Category(code="not_met", shape="frame", on_light="#8592a3", on_dark="#7c8ba0"),
)
# Met, but not by much; a warning's rule not met; or a verified complaint nearby that names nobody.
WARNED = """
select enterprise_id, count(*) as warnings,
    string_agg(rule_id || ' ' || title_zh || '：' || evidence, '；' order by rule_id, part) as warning
from positive_list_checks
where is_listed and rule_group in ('admission', 'removal', 'validity') and (
    is_met and unit = '天' and abs(observed - threshold) <= cast(coalesce($days, '60') as double)
    or is_met and unit = '%' and observed - threshold <= cast(coalesce($percent, '5') as double)
    or not is_met and effect = 'warn'
    or observed is null and starts_with(evidence, '未写明对象'))
group by enterprise_id
"""
FILTERED = (
    """
from positive_list_standings s
join enterprises e on e.enterprise_id = s.enterprise_id
left join (
    select enterprise_id, batch, category, listed_on, valid_to,
        row_number() over (partition by enterprise_id order by listed_on desc, batch desc) as place
    from positive_listings where is_in_force
) l on l.enterprise_id = s.enterprise_id and l.place = 1 and s.is_listed
left join ("""
    + WARNED
    + """) w on w.enterprise_id = s.enterprise_id
where case coalesce($view, 'members')
        when 'members' then s.is_listed
        when 'failing' then s.standing in ('remove', 'below', 'renew')
        when 'warnings' then s.is_listed and w.warnings > 0
        when 'entry' then s.standing in ('may_enter', 'to_verify')
        else true end
    and ($batch is null or l.batch = $batch)
    and ($standings is null or list_contains(string_split($standings, ','), s.standing))
    and ($towns is null or list_contains(string_split($towns, ','), coalesce(e.township, '—')))
order by
    -- a warning is worth most where nothing has failed yet
    case when $view = 'warnings' and s.standing = 'sound' then 0 else 1 end,
    case s.standing when 'remove' then 1 when 'below' then 2 when 'renew' then 3 when 'may_enter' then 4 when 'sound' then 5 else 6 end,
    coalesce(w.warnings, 0) desc, s.failed desc, s.open_conditions, s.enterprise_id
"""
)
MEMBERS = Listing(
    key="positive_list",
    select="""
select e.enterprise_id, e.name, coalesce(e.source_type, 'other') as source_type, e.township, l.batch, l.category, l.listed_on, l.valid_to,
    s.standing, s.reason, w.warning, s.removals, s.failed, s.open_conditions, s.manual_conditions, e.grade
"""
    + FILTERED,
    right=RIGHT,
    parameters=FILTERS,
)
CHECKS = Listing(
    key="positive_list_checks",
    select="""
select rule_id, title_zh as rule_title, rule_group, is_met, observed, comparator, threshold, unit, evidence, observed_on, effect,
    clause, status
from positive_list_checks
where enterprise_id = $enterprise_id
order by case when is_met then 2 when is_met is null then 1 else 0 end, rule_group, rule_id, part
""",
    right=RIGHT,
    parameters=("enterprise_id",),
)
LISTINGS = (MEMBERS, CHECKS)
POINTS = PointSet(
    listing=Listing(key="positive_list", select="select e.lon, e.lat, s.standing as code" + FILTERED, right=RIGHT, parameters=FILTERS),
    categories=STANDINGS,
)
POINT_SETS = (POINTS,)
BATCHES = """
select batch, min(listed_on) as listed_on, count(*) as listed, count(*) filter (is_in_force) as in_force,
    count(*) filter (removed_on is not null) as removed
from positive_listings group by batch order by listed_on, batch
"""
COUNTS = """
select count(*) filter (s.is_listed) as members, count(*) filter (s.standing = 'remove') as removals,
    count(*) filter (s.standing = 'below') as below, count(*) filter (s.is_listed and w.warnings > 0) as warnings,
    count(*) filter (s.standing = 'may_enter') as may_enter, count(*) filter (s.standing = 'to_verify') as to_verify
from positive_list_standings s left join (""" + WARNED + """) w on w.enterprise_id = s.enterprise_id
"""  # fmt: skip
CATEGORIES = "select category, any_value(title_zh) as title_zh from rule_positive_list_categories group by category"
TOWNS = """
select coalesce(e.township, '—') as township, count(*) as rows
from positive_list_standings s join enterprises e on e.enterprise_id = s.enterprise_id group by all order by rows desc, township
"""
# Only a rule whose answer is a number that this city's data give can be moved to any effect.
RULES = """
select * from (
select r.rule_id, r.part, r.rule_group, r.title_zh, r.title_en, r.comparator, r.threshold, r.unit, r.threshold_text,
    cast(r.window_days as double) as window_days, r.effect, r.clause, r.status,
    count(*) filter (c.is_listed and not c.is_met) as members_failing, count(*) filter (not c.is_listed and not c.is_met) as others_failing,
    max(c.observed) as highest
from rule_positive_list_rules r
cross join run_moment m
join positive_list_checks c on c.rule_id = r.rule_id and c.part = r.part
where r.comparator not in ('manual', 'text') and r.threshold is not null and r.valid_from <= m.as_of_on
    and coalesce(r.valid_to >= m.as_of_on, true) and r.rule_group in ('admission', 'exclusion', 'removal', 'validity', 're_entry')
group by all
having count(c.observed) > 0
) order by case rule_group when 'admission' then 1 when 'removal' then 2 when 'exclusion' then 3 else 4 end, rule_id, part
"""
STANDING_NOW = """
select s.enterprise_id, e.name, coalesce(e.source_type, 'other') as source_type, e.township, e.lon, e.lat, s.is_listed, s.standing, s.reason
from positive_list_standings s join enterprises e on e.enterprise_id = s.enterprise_id
"""
GOOD = frozenset({"sound", "may_enter", "to_verify"})
MoveKey = tuple[str, str, str, float]


PLACE = "select lon, lat from enterprises where enterprise_id = $enterprise_id and lon is not null and lat is not null"


def place(build: Published, enterprise_id: str) -> tuple[float, float] | None:
    """Give longitude and latitude of an enterprise, None when it has no place."""
    found = build.rows(PLACE, {"enterprise_id": enterprise_id})
    return None if found.empty else (float(found["lon"].iloc[0]), float(found["lat"].iloc[0]))


def missing(build: Published) -> list[str]:
    """Name the tables this page needs and the build does not hold."""
    present = build.tables()
    return [table for table in NEEDED if table not in present]


def batches(build: Published) -> pd.DataFrame:
    """Count the listings by batch."""
    return build.rows(BATCHES)


def counts(build: Published, *, days: str, percent: str) -> pd.Series:
    """Count by standing, and the warnings with this much notice."""
    return build.rows(COUNTS, {"days": days, "percent": percent}).iloc[0]


def categories(build: Published) -> dict[str, str]:
    """Name the categories of admission."""
    return {row.category: row.title_zh for row in build.rows(CATEGORIES).itertuples()}


def towns(build: Published) -> list[str]:
    """List the townships, the ones with most subjects first."""
    return build.rows(TOWNS)["township"].tolist()


def rules(build: Published) -> pd.DataFrame:
    """List the rules whose value is a number that can be moved."""
    return build.rows(RULES)


@st.cache_data(max_entries=32, show_spinner=False)
def _asked(path: str, moves: tuple[MoveKey, ...]) -> pd.DataFrame:
    """Ask what would follow; the build's file never changes, so neither does the answer."""
    changes = [
        Change(table=RULE_TABLE, key=(("rule_id", rule_id), ("part", part)), column=column, value=value)
        for rule_id, part, column, value in moves
    ]
    return what_if(Path(path), changes, wanted=WANTED)["positive_list_standings"].to_pandas()


def moved(build: Published, moves: tuple[MoveKey, ...]) -> pd.DataFrame:
    """Give the enterprises whose standing would change: before and after, and which way; only those the person sees."""
    now = build.rows(STANDING_NOW)
    then = _asked(str(build.path), moves)[["enterprise_id", "is_listed", "standing", "reason"]]
    both = now.merge(then, on="enterprise_id", how="left", suffixes=("", "_then"))
    # one that no rule judges any longer has no standing
    was = both["standing"].isin(GOOD)
    will = both["standing_then"].isin(GOOD)
    both["way"] = None
    both.loc[was & ~will, "way"] = "loss_candidate"
    both.loc[was & ~will & both["is_listed"], "way"] = "loss"
    both.loc[~was & will, "way"] = "gain"
    both.loc[~was & will & both["is_listed"], "way"] = "kept"
    order = {"loss": 0, "gain": 1, "kept": 2, "loss_candidate": 3}
    found = both[both["way"].notna()].copy()
    found["place"] = found["way"].map(order)
    return found.sort_values(["place", "enterprise_id"]).drop(columns="place").reset_index(drop=True)
