"""Texts of sources and their places."""

TEXTS = {
    "source_type.industry": "工业企业",
    "source_type.construction_site": "建筑工地",
    "source_type.catering": "餐饮",
    "source_type.auto_repair": "汽修",
    "source_type.gas_station": "加油站",
    "source_type.boiler": "锅炉",
    "source_type.storage_yard": "堆场",
    "source_type.medical": "医疗机构",
    "source_type.livestock": "畜禽养殖",
    "source_type.other": "其他",
    "place.ok": "坐标可信",
    "place.suspected_datum": "坐标存疑",
    "place.outside_city": "坐标在城市之外",
    "place.duplicate": "与他处坐标重叠",
    "place.missing": "没有坐标",
}
