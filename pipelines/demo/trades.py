"""List the trades of the demo county's industry: codes, products, what a typical firm emits."""

from __future__ import annotations

from dataclasses import dataclass

# code of GB/T 4754 | title | share of the firms | products | PM, SO2, NOx, VOC in tonnes a year | stack in metres | kW | shifts
_TABLE = """
3391|黑色金属铸造|3|铸造 铸件|1.6|0.4|0.6|0.5|18|900|night
3021|水泥制品制造|6|商砼 水泥制品 预制构件|1.1|0|0.1|0|15|260|two
3031|粘土砖瓦及建筑砌块制造|2|新型墙材 页岩砖|2.2|4.5|3.5|0|30|420|round
3041|平板玻璃制造|0.3|玻璃|5|14|40|0|70|2600|round
4430|热力生产和供应|0.6|热力 供热|2.4|7|14|0|45|700|round
2614|有机化学原料制造|1.4|化工 精细化工|0.6|1.2|1.6|9|25|800|round
2641|涂料制造|2|涂料 树脂|0.3|0|0|5|15|260|day
2110|木质家具制造|13|家具 木业 定制家居|0.35|0|0|1.6|15|90|day
2319|包装装潢及其他印刷|6|包装 印务 彩印|0|0|0|2.4|15|130|day
2926|塑料包装箱及容器制造|8|塑料制品 塑胶 塑业|0.1|0|0|1.3|15|180|two
3360|金属表面处理及热处理加工|4|表面处理 热处理 喷涂|0.3|0|0.3|1.9|15|240|two
3311|金属结构制造|11|钢结构 金属制品 门窗|0.3|0|0|0.6|15|120|day
3484|机械零部件加工|14|机械 精密机械 机电设备|0.12|0|0|0.25|15|110|day
3670|汽车零部件及配件制造|5|汽车零部件 车业配件|0.2|0|0.2|1.2|15|260|two
1952|皮鞋制造|4|鞋业 皮革制品|0|0|0|1.1|15|70|day
1340|肉类及农副食品加工|4|食品 农产品加工 粮油|0.15|0|0.3|0.2|15|140|day
1461|调味品、发酵制品制造|2|调味品 酿造|0.1|0|0.2|0.6|15|110|day
2720|化学药品制剂制造|2|制药 药业|0|0|0.4|2.1|20|300|two
3981|电子元件及组件制造|5|电子 光电科技|0|0|0|0.5|15|160|two
1751|纺织制成品制造|4|纺织 家纺|0.1|0|0|0.2|15|90|day
2438|工艺美术制品制造|2|工艺品 文创|0.1|0|0|0.3|15|50|day
"""


@dataclass(frozen=True, kw_only=True)
class Trade:
    """One trade: its share of the firms, products, median yearly tonnes, stack height and electric power."""

    code: str
    title: str
    weight: float
    products: tuple[str, ...]
    pm_t: float
    so2_t: float
    nox_t: float
    voc_t: float
    stack_m: float
    rated_kw: float
    shifts: str


def _trade(line: str) -> Trade:
    code, title, weight, products, pm_t, so2_t, nox_t, voc_t, stack_m, rated_kw, shifts = line.split("|")
    return Trade(
        code=code,
        title=title,
        weight=float(weight),
        products=tuple(products.split()),
        pm_t=float(pm_t),
        so2_t=float(so2_t),
        nox_t=float(nox_t),
        voc_t=float(voc_t),
        stack_m=float(stack_m),
        rated_kw=float(rated_kw),
        shifts=shifts,
    )


def trades() -> tuple[Trade, ...]:
    """Every trade of the county, the dirtier ones first."""
    return tuple(_trade(line) for line in _TABLE.strip().splitlines())
