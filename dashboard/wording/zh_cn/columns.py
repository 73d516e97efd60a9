"""Texts of column headings."""

TEXTS = {
    "column.reason": "原因",
    "column.times": "次数",
    "column.scope": "范围",
    "column.file": "文件",
    "column.sheet": "工作表",
    "column.line": "行号",
    "column.table_name": "数据表",
    "column.column_name": "字段",
    "column.raw_text": "原文",
    "column.loaded": "载入",
    "column.rejected": "退回",
    "column.non_data": "非数据行",
    "column.exact_duplicate": "完全重复",
    "column.lines": "合计",
    "column.station": "站点",
    "column.station_id": "站点编号",
    "column.hours_late": "迟报（小时）",
    "column.rule_set": "规则表",
    "column.version": "版本",
    "column.row_count": "条数",
}
