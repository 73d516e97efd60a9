"""Texts of sources and their places."""

TEXTS = {
    "source_type.industry": "Industry",
    "source_type.construction_site": "Construction site",
    "source_type.catering": "Catering",
    "source_type.auto_repair": "Car repair",
    "source_type.gas_station": "Filling station",
    "source_type.boiler": "Boiler",
    "source_type.storage_yard": "Storage yard",
    "source_type.medical": "Medical",
    "source_type.livestock": "Livestock",
    "source_type.other": "Other",
    "place.ok": "place trusted",
    "place.suspected_datum": "place doubtful",
    "place.outside_city": "outside the city",
    "place.duplicate": "same place as another",
    "place.missing": "no place",
}
