"""The facts a brief is made of, in the order in which they are said."""

from __future__ import annotations

import pandas as pd

from dashboard.internal.reading.listings import Listing
from dashboard.internal.reading.warehouse import Published

FACTS = """
select fact_key, section, sort_no, indicator, value, unit, text, period, standard_id, mart, filter
from briefing_facts
order by sort_no, fact_key
"""
# the facts behind every sentence of the brief, for whoever wants to check it
LISTED = """
select section, indicator, text, value, unit, period, standard_id, mart, filter, fact_key
from briefing_facts
order by sort_no, fact_key
"""

BRIEFING_FACTS = Listing(key="briefing_facts", select=LISTED, right="brief")
LISTINGS = (BRIEFING_FACTS,)


def facts(build: Published) -> pd.DataFrame:
    """List every fact of a build's briefing; the city's whole, whatever districts the reader may see."""
    return build.within(None).rows(FACTS)
