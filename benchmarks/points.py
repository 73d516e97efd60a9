"""Time until 200,000 points are painted, and until a filter has painted them anew, in Chromium: `python -m benchmarks.points`.

A temporary city with 200,000 enterprises, all of them candidates, served as `lanxun serve` does. On 拟查对象建议清单: shown is from the
address to the painted layer, refiltered from the choice of a band to the layer with its points alone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

import duckdb
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.machine import machine, now_text
from benchmarks.pages import ARGUMENTS, BROWSERS, served
from tests.dashboard.small_build import many_rows, write_city

POINTS, TIMES, WAIT_MS = 200_000, 5, 90_000
STATIONS = [(f"站点{i}", "national", 113.5 + 0.05 * i, 34.6 + 0.04 * i) for i in range(6)]
PAINTED = """n => {
    const canvas = document.querySelector('iframe[title*=folium]')?.contentDocument?.querySelector('canvas.bin-points[data-drawn]');
    return canvas && (n === null || +canvas.dataset.points === n);
}"""
POINTS_NOW = "+document.querySelector('iframe[title*=folium]').contentDocument.querySelector('canvas.bin-points').dataset.points"
# The columns the planner's page reads, for every enterprise.
CANDIDATES = """
create table candidate_exclusions (enterprise_id varchar, name varchar, rule_id varchar, title_zh varchar, evidence varchar,
    observed_on date, clause varchar, status varchar, is_standing boolean, override_title_zh varchar, override_evidence varchar,
    source_table varchar, source_key varchar);
create table candidate_points (enterprise_id varchar, reason_group varchar, reason_id varchar, title_zh varchar, points double,
    points_max double, evidence varchar, observed_on date, source_table varchar, source_key varchar, source_file varchar,
    source_line bigint, clause varchar, status varchar);
create table complaint_enterprises (complaint_id varchar, enterprise_id varchar, distance_m double, wind_match varchar);
alter table zone_members add column in_zone boolean default true;
alter table zone_members add column station_id varchar default 'S0';
alter table zone_members add column distance_m double;
alter table zone_members add column upwind_share_24h double;
alter table enterprises add column place_note varchar;
alter table enterprises add column is_on_positive_list boolean default false;
alter table enterprises add column district varchar default '甲区';
alter table enterprises add column township varchar default '乙镇';
alter table enterprises add column grade varchar;
alter table enterprises add column permit_category varchar;
create table patrol_candidates as
select row_number() over (order by enterprise_id) as rank_no, enterprise_id, name, source_type, district, township,
    100.0 - (row_number() over (order by enterprise_id)) / 2500.0 as total,
    ['高', '中', '低'][1 + cast(right(enterprise_id, 2) as integer) % 3] as band, '入企检查' as action,
    '周边站点升高' as basis, cast(null as bigint) as within_hours, '处于上风向' as reasons,
    date '2026-12-08' as latest_on, 1 as frequency_used, 2 as frequency_limit, '生态环境局' as competent_body,
    cast(null as varchar) as second_body, '检查' as measures,
    cast(null as varchar) as exclusion, cast(null as varchar) as override, false as is_excluded, 10.0 as points_upwind,
    0.0 as points_own_data, 0.0 as points_complaint, 0.0 as points_history, 0.0 as points_unfixed, 0.0 as points_hazard,
    0.0 as points_recency
from enterprises;
"""


def _city(folder: Path) -> Path:
    rows = many_rows(enterprises=POINTS, stations=STATIONS)
    city = write_city(folder / "points", rows=rows)
    (build,) = (city / "warehouse").glob("*.duckdb")
    with duckdb.connect(str(build)) as con:
        con.execute(CANDIDATES)
    return city


def _opened(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN").new_page()


def shown_s(browser: Browser, url: str) -> float:
    """Open the page in a session of its own; the seconds until the layer is painted."""
    page = _opened(browser)
    began_s = time.perf_counter()
    page.goto(f"{url}/candidates", wait_until="commit")
    page.wait_for_function(PAINTED, arg=POINTS, timeout=WAIT_MS, polling="raf")
    taken_s = time.perf_counter() - began_s
    page.context.close()
    return taken_s


def refiltered_s(page: Page, band: str) -> tuple[float, int]:
    """Choose one more value of a filter; the seconds until the layer is painted with other points, and their number."""
    before = page.evaluate(POINTS_NOW)
    page.locator('[class*="st-key-candidates-bands"] input').click()
    option = page.get_by_role("option", name=band, exact=True)
    option.wait_for()
    began_s = time.perf_counter()
    option.click()
    page.wait_for_function(f"n => {POINTS_NOW} !== n", arg=before, timeout=WAIT_MS, polling="raf")
    taken_s = time.perf_counter() - began_s
    page.keyboard.press("Escape")
    page.wait_for_timeout(700)
    return taken_s, page.evaluate(POINTS_NOW)


def main() -> None:
    """Warm the process once, then take five of each; print the medians."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        raise SystemExit("Chromium is not installed; run: sudo apt-get install -y chromium")
    print(f"{POINTS:,} points, 1920×1080, no graphics card; {machine()}; {now_text()}")
    with tempfile.TemporaryDirectory() as folder, served(_city(Path(folder))) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        first_s = shown_s(browser, url)
        shown = [shown_s(browser, url) for _ in range(TIMES)]
        print(f"shown       median {median(shown):.2f} s, worst {max(shown):.2f} s of {TIMES}; first since the start {first_s:.2f} s; "
              f"load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
        changed = []
        for _ in range(TIMES):
            page = _opened(browser)
            page.goto(f"{url}/candidates")
            page.wait_for_function(PAINTED, arg=POINTS, timeout=WAIT_MS)
            page.wait_for_timeout(1500)
            changed.append(refiltered_s(page, "高")[0])
            page.context.close()
        print(f"refiltered  median {median(changed):.2f} s, worst {max(changed):.2f} s of {TIMES}; "
              f"load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
        browser.close()


if __name__ == "__main__":
    main()
