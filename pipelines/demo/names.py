"""Invent names: brands of two rare characters, firms, people, telephone numbers nobody has."""

from __future__ import annotations

import numpy as np

BRAND_FIRST = "岚汀霁砚芷漱岫翎筠棠曜璟澹栖霖泠琮珩昱岑枳桁槿檀橦榕洹沅浔渌溯苇荻笕峪垚珣瑢璇琰晞昀曦彧翊翀珺谧韫"
BRAND_SECOND = "澄朔恒禾裕晟瑜珂峤屿舸笙箴蔚葭蘅薇衡谕豫逸郅铉铮锐阅霆韶颐馥骐鸾麟黎黛钰舒筝湛沛泓蕤沣阑浠珞琚"
SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁韦马苗方俞任袁柳"
GIVEN = "岚霁澄朔禾裕晟瑜屿笙蔚蘅衡逸铮阅韶颐馥骐鸾予知行安宁之远文清明思书景和以南北东嘉言"


def brands(rng: np.random.Generator, count: int) -> list[str]:
    """`count` different brands of two characters each."""
    pairs = [a + b for a in BRAND_FIRST for b in BRAND_SECOND]
    return [pairs[int(i)] for i in rng.permutation(len(pairs))[:count]]


def person(rng: np.random.Generator) -> str:
    """An invented person's name."""
    given = "".join(GIVEN[int(i)] for i in rng.integers(0, len(GIVEN), int(rng.integers(1, 3))))
    return SURNAMES[int(rng.integers(len(SURNAMES)))] + given


def phone(rng: np.random.Generator) -> str:
    """A number that looks like a mobile phone's but begins with 154, which no network uses."""
    return f"154{int(rng.integers(0, 100_000_000)):08d}"


def variant(name: str, county: str, turn: int) -> str:
    """The same firm as another office writes it."""
    short = name.replace(county, county[:-1]).replace("有限公司", "厂")
    brand = name.replace(county, "").replace("有限公司", "")
    forms = (short, f"{brand}（{county[:-1]}）有限公司", name.replace(county, ""), name.replace("有限公司", "有限责任公司"))
    return forms[turn % len(forms)]


def words(text: str) -> tuple[str, ...]:
    """The words of a text, for lists of headings that are easier to read in one line."""
    return tuple(text.split())
