"""Texts of the public pages."""

TEXTS = {
    "public.title": "{city}生态环境公开信息",
    "public.lead": "本网站正在准备。数据经拟稿、审核、批准后才会发布，现在还没有发布任何数据。",
    "public.what": "这里将会有",
    "public.air": "空气质量",
    "public.air_text": "现在的空气怎么样、适不适合外出；今天和明天的情况；每个监测站点的读数与它的时间。",
    "public.list": "正面清单与检查公示",
    "public.list_text": "哪些企业列入正面清单、依据哪一条；已经完成并可以公开的检查结果。企业可以申辩，更正会写明。",
    "public.complaints": "投诉统计",
    "public.complaints_text": "各区县、各类型的投诉数量。数量太少、可能认出个人的，不显示具体数字。",
    "public.never": "这里不会有",
    "public.never_text": "任何人的姓名、电话和住址，尚未进行的检查，尚未核实的超标，以及企业排名。",
}
