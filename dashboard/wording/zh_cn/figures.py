"""Texts of figures, their origins and the files that leave the house."""

TEXTS = {
    "app.excel": "下载 Excel",
    "figure.open": "打开“{label}”的口径与数据",
    "figure.definition": "定义：",
    "figure.clause": "依据：",
    "figure.standard": "标准：",
    "figure.data_time": "数据时间 {as_of}　数据版本 {build_id}",
    "figure.no_rows": "此项由上列事实得出，没有单独的数据行。",
    "figure.rows": "数据行（{table}）：共 {total} 行，列出 {shown} 行。",
    "status.official": "正式文本",
    "status.reported": "转引",
    "status.unconfirmed": "待核实",
    "file.user": "导出人",
    "file.taken": "导出时间",
    "file.data_time": "数据时间",
    "file.build": "数据版本",
    "file.mark": "标记",
    "file.demo": "演示数据",
}
