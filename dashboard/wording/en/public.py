"""Texts of the public pages."""

TEXTS = {
    "public.title": "{city}: public environmental information",
    "public.lead": "This site is being prepared. Data appear after they were drafted, reviewed and approved; none have been published yet.",
    "public.what": "What will be here",
    "public.air": "Air quality",
    "public.air_text": "How the air is now and whether to go out; today and tomorrow; the readings of every station with their time.",
    "public.list": "Positive list",
    "public.list_text": (
        "Which companies are on the positive list and by which "
        "clause; finished inspections that may be public. Companies "
        "may reply; corrections are shown."
    ),
    "public.list_before": "Positive list and inspection results",
    "public.complaints": "Complaint statistics",
    "public.complaints_text": "Numbers by district and type. Counts so small that a person might be recognised are not shown.",
    "public.never": "What will never be here",
    "public.never_text": (
        "Never here: anyone's name, telephone or address, visits not yet made, exceedances not yet verified, and comparisons of companies."
    ),
    "public.data_time": "Data time {at}   published by {bureau}",
    "public.parts": "Parts of this page",
    "public.to_air": "Air",
    "public.to_stations": "Stations",
    "public.to_list": "Positive list",
    "public.to_checks": "Checks",
    "public.to_complaints": "Complaints",
    "public.to_notes": "Notes",
    "public.my_station": "The station near me",
    "public.whole_city": "{city} (mean of the evaluated stations)",
    "public.no_reading": "No reading in the last 24 hours.",
    "public.primary": "Primary pollutant: {name}",
    "public.primary_short": "Primary pollutant",
    "public.groups": "Take more care: {groups}.",
    "public.realtime": "Real-time data, not reviewed.",
    "public.outlook": "Today and tomorrow",
    "public.no_outlook": "No forecast for now.",
    "public.outlook_source": "{source}, forecast of {at}",
    "public.from_to": "{low} to {high}",
    "public.day.0": "Today",
    "public.day.1": "Tomorrow",
    "public.day.2": "Day after",
    "public.days": "The last {count} days (daily report)",
    "public.legend": "Colours and levels (AQI)",
    "public.stations": "Readings of every station",
    "public.station": "Station",
    "public.time": "Time",
    "public.sort": "Order",
    "public.sort_level": "Level",
    "public.sort_name": "Name",
    "public.sort_aqi": "AQI, low first",
    "public.sort_pm25": "PM2.5, low first",
    "public.sort_time": "Time",
    "public.stations_note": (
        "Concentrations in μg/m³. NA: a pollutant is missing, and the "
        "text forbids publishing the AQI. Micro stations are not "
        "evaluated and not listed."
    ),
    "public.level.national": "national",
    "public.level.provincial": "provincial",
    "public.level.city": "city",
    "public.level.township": "township",
    "public.level.micro": "micro",
    "public.list_says": (
        "{count} companies are on the positive list now. They are as "
        "a rule supervised from afar; after a complaint, an anomaly "
        "or a violation they are still visited and may be taken off "
        "the list."
    ),
    "public.search": "Find a company",
    "public.search_hint": "a part of its name",
    "public.category": "Category",
    "public.every": "all",
    "public.company": "Company",
    "public.batch": "Batch",
    "public.listed_on": "Listed on",
    "public.valid_to": "Valid to",
    "public.basis": "Basis",
    "public.found": "{count} entries, {shown} shown.",
    "public.more": "Show more ({count} left)",
    "public.checks": "Published checks",
    "public.checks_say": (
        "{count} finished double-random checks, latest first. “Follow-up pending” does not mean that a violation was established."
    ),
    "public.checked_on": "Checked on",
    "public.result": "Result",
    "public.kind": "Kind of check",
    "public.agency": "Agency",
    "public.kind.双随机抽查": "double-random check",
    "public.reply": "Reply and correction",
    "public.reply_text": (
        "A company that objects to what stands here may reply in "
        "writing with evidence; what proves wrong is corrected, and "
        "the correction is shown below with its date. Anyone may "
        "point out a mistake."
    ),
    "public.reply_to": "Received by {bureau}. Contact: {contact}.",
    "public.trail": "Corrections",
    "public.no_trail": "None so far.",
    "public.field": "Field",
    "public.was": "Was",
    "public.became": "Is",
    "public.corrected_on": "Corrected on",
    "public.complaints_say": "Complaints received, by month. To report pollution call 12369 or 12345.",
    "public.no_complaints": "No month can be published yet.",
    "public.month": "Month",
    "public.type": "Type",
    "public.all": "All",
    "public.by_month": "All complaints by month",
    "public.withheld": "withheld",
    "public.withheld_why": (
        "Counts so small that a person might be recognised are "
        "withheld, and some others with them so that none can be "
        "worked out from the totals."
    ),
    "public.state_first": "This month is published for the first time.",
    "public.state_same": "This month is as it was published before.",
    "public.state_kept": "This month stands as it was published; a few later reports or corrections are not shown on their own.",
    "public.state_revised": "This month was revised.",
    "public.state_withheld": "This month is withheld.",
    "public.complaint.噪声": "noise",
    "public.complaint.恶臭异味": "odour",
    "public.complaint.扬尘": "dust",
    "public.complaint.工业废气": "industrial waste gas",
    "public.complaint.餐饮油烟": "cooking fume",
    "public.complaint.其他": "other",
    "public.complaint.未标明": "not stated",
    "public.notes": "About the data",
    "public.disclaimer": (
        "Real-time data have not been reviewed and may be wrong because of instruments or transmission; evaluations rest on reviewed data."
    ),
    "public.times": "Published by {bureau}. Data time: {data_at}; this publication: {at}.",
    "public.advice_from": "Health effects and advice are from: {clause}.",
    "public.method": "The rules behind this publication",
    "public.rule": "Rule",
    "public.value": "Value",
    "public.late": "late",
}
