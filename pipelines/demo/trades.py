"""List the trades of the demo county's industry: codes, products, what a typical firm emits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Trade:
    """One trade of GB/T 4754: its share of the firms, products, median yearly tonnes, stack height and electric power."""

    code: str
    title: str
    weight: float
    products: tuple[str, ...]
    pm_t: float = 0.0
    so2_t: float = 0.0
    nox_t: float = 0.0
    voc_t: float = 0.0
    stack_m: float = 15.0
    rated_kw: float = 120.0
    shifts: str = "day"


def trades() -> tuple[Trade, ...]:
    """Every trade of the county, the dirtier ones first."""
    t = Trade
    return (
        t(
            code="3391",
            title="黑色金属铸造",
            weight=3,
            products=("铸造", "铸件"),
            pm_t=1.6,
            so2_t=0.4,
            nox_t=0.6,
            voc_t=0.5,
            stack_m=18,
            rated_kw=900,
            shifts="night",
        ),
        t(
            code="3021",
            title="水泥制品制造",
            weight=6,
            products=("商砼", "水泥制品", "预制构件"),
            pm_t=1.1,
            nox_t=0.1,
            rated_kw=260,
            shifts="two",
        ),
        t(
            code="3031",
            title="粘土砖瓦及建筑砌块制造",
            weight=2,
            products=("新型墙材", "页岩砖"),
            pm_t=2.2,
            so2_t=4.5,
            nox_t=3.5,
            stack_m=30,
            rated_kw=420,
            shifts="round",
        ),
        t(
            code="3041",
            title="平板玻璃制造",
            weight=0.3,
            products=("玻璃",),
            pm_t=5,
            so2_t=14,
            nox_t=40,
            stack_m=70,
            rated_kw=2600,
            shifts="round",
        ),
        t(
            code="4430",
            title="热力生产和供应",
            weight=0.6,
            products=("热力", "供热"),
            pm_t=2.4,
            so2_t=7,
            nox_t=14,
            stack_m=45,
            rated_kw=700,
            shifts="round",
        ),
        t(
            code="2614",
            title="有机化学原料制造",
            weight=1.4,
            products=("化工", "精细化工"),
            pm_t=0.6,
            so2_t=1.2,
            nox_t=1.6,
            voc_t=9,
            stack_m=25,
            rated_kw=800,
            shifts="round",
        ),
        t(code="2641", title="涂料制造", weight=2, products=("涂料", "树脂"), pm_t=0.3, voc_t=5, rated_kw=260),
        t(code="2110", title="木质家具制造", weight=13, products=("家具", "木业", "定制家居"), pm_t=0.35, voc_t=1.6, rated_kw=90),
        t(code="2319", title="包装装潢及其他印刷", weight=6, products=("包装", "印务", "彩印"), voc_t=2.4, rated_kw=130),
        t(
            code="2926",
            title="塑料包装箱及容器制造",
            weight=8,
            products=("塑料制品", "塑胶", "塑业"),
            pm_t=0.1,
            voc_t=1.3,
            rated_kw=180,
            shifts="two",
        ),
        t(
            code="3360",
            title="金属表面处理及热处理加工",
            weight=4,
            products=("表面处理", "热处理", "喷涂"),
            pm_t=0.3,
            nox_t=0.3,
            voc_t=1.9,
            rated_kw=240,
            shifts="two",
        ),
        t(code="3311", title="金属结构制造", weight=11, products=("钢结构", "金属制品", "门窗"), pm_t=0.3, voc_t=0.6, rated_kw=120),
        t(code="3484", title="机械零部件加工", weight=14, products=("机械", "精密机械", "机电设备"), pm_t=0.12, voc_t=0.25, rated_kw=110),
        t(
            code="3670",
            title="汽车零部件及配件制造",
            weight=5,
            products=("汽车零部件", "车业配件"),
            pm_t=0.2,
            nox_t=0.2,
            voc_t=1.2,
            rated_kw=260,
            shifts="two",
        ),
        t(code="1952", title="皮鞋制造", weight=4, products=("鞋业", "皮革制品"), voc_t=1.1, rated_kw=70),
        t(
            code="1340",
            title="肉类及农副食品加工",
            weight=4,
            products=("食品", "农产品加工", "粮油"),
            pm_t=0.15,
            nox_t=0.3,
            voc_t=0.2,
            rated_kw=140,
        ),
        t(code="1461", title="调味品、发酵制品制造", weight=2, products=("调味品", "酿造"), pm_t=0.1, nox_t=0.2, voc_t=0.6, rated_kw=110),
        t(
            code="2720",
            title="化学药品制剂制造",
            weight=2,
            products=("制药", "药业"),
            nox_t=0.4,
            voc_t=2.1,
            stack_m=20,
            rated_kw=300,
            shifts="two",
        ),
        t(code="3981", title="电子元件及组件制造", weight=5, products=("电子", "光电科技"), voc_t=0.5, rated_kw=160, shifts="two"),
        t(code="1751", title="纺织制成品制造", weight=4, products=("纺织", "家纺"), pm_t=0.1, voc_t=0.2, rated_kw=90),
        t(code="2438", title="工艺美术制品制造", weight=2, products=("工艺品", "文创"), pm_t=0.1, voc_t=0.3, rated_kw=50),
    )
