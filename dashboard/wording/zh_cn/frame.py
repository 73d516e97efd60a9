"""Texts of the frame around every page."""

TEXTS = {
    "app.internal": "蓝巡 · 污染源监管",
    "app.demo": "演示数据：虚构的城市、企业与读数，不可用于任何决定。",
    "app.language": "语言",
    "language.zh": "中文",
    "language.en": "English",
    "app.no_build": "还没有可以查看的数据",
    "app.no_build_next": "请先构建数据仓库，完成后刷新本页即可，不必重启。",
    "app.fault": "这一页暂时打不开",
    "app.fault_next": "已发布的数据没有受影响。请刷新一次；仍不行，请把数据版本号告诉管理员。",
    "app.newer": "新数据已到，本页即将更新。",
    "app.not_yours": "这一页不在您的职责范围内。需要时请联系管理员。",
    # pages
    "page.data": "数据体检",
}
