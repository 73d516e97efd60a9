"""Texts of the public pages."""

TEXTS = {
    "public.title": "{city}: public environmental information",
    "public.lead": (
        "This site is being prepared. Data appear after they were drafted, reviewed and approved; none have been published yet."
    ),
    "public.what": "What will be here",
    "public.air": "Air quality",
    "public.air_text": "How the air is now and whether to go out; today and tomorrow; the readings of every station with their time.",
    "public.list": "Positive list and inspection results",
    "public.list_text": (
        "Which companies are on the positive list and by which clause; finished inspections that may be "
        "public. Companies may reply; corrections are shown."
    ),
    "public.complaints": "Complaint statistics",
    "public.complaints_text": "Numbers by district and type. Counts so small that a person might be recognised are not shown.",
    "public.never": "What will never be here",
    "public.never_text": (
        "Anyone's name, telephone or address, visits not yet made, exceedances not yet verified, and rankings of companies."
    ),
}
