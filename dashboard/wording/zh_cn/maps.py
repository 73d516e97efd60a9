"""Texts of the maps."""

TEXTS = {
    "map.north": "北",
    "map.zoom_in": "放大",
    "map.zoom_out": "缩小",
    "map.caption": "数据时间 {as_of}　坐标 WGS84　内部使用",
    "map.caption_approved": "数据时间 {as_of}　坐标 WGS84　审图号 {approval_no}",
    "map.unplaced": "未上图 {count} 家（无坐标）",
    "map.rings": "站点周边管控区 {radii} km",
    "map.control_station": "管控站点",
    "map.other_station": "其他站点",
    "map.late": "（迟报）",
    "map.nothing": "没有可以上图的企业或站点。",
    "map.heat": "热度图：颜色越深越密，最密处约 # 家/km²；放大后显示单个点位",
    "map.legend_heat": "点位密集时显示热度，放大后显示单个点位",
}
