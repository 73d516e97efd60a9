"""Read the names of enterprises: what is the same name written twice, what is a branch, what is the distinctive part."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

PUNCTUATION = re.compile(r"[\s·•・.,,。、;:'\"“”‘’\-—_/\\|《》<>【】\[\]{}*#&+~!?…]+")
TRAILING_BRACKET = re.compile(r"\(([^()]*)\)?$")
LEGAL_FORM = re.compile(
    r"(股份有限责任公司|有限责任公司|集团有限公司|股份有限公司|有限公司|总公司|股份公司|集团公司|(?<!分)公司|集团|总厂|\(普通合伙\)|\(有限合伙\)|\(个体工商户\)|个体工商户)$"
)
BRANCH_SUFFIX = re.compile(
    r"(?:公司|集团|厂|院|店|站|中心)?((?:第?[一二三四五六七八九十\d]+|[^公司集团厂院]{2,8}?)(?:分公司|分店|分厂|分院|分部|分站|项目部|加油站|门店|车间|店))$"
)
NUMBERED = re.compile(r"(第?[一二三四五六七八九十]+|第?\d+)(?:号)?(?:分厂|厂|车间|店|站|分公司|污水处理厂|项目部|期)")
NO_BRANCH = re.compile(r"^(普通合伙|有限合伙|个体工商户|停产|关停|在建|已关闭|原.*|曾用名.*|暂停营业|(股份|责任)*有限(责任)?公司)$")
PLACE_PREFIX = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,3}?市)?(?:[\u4e00-\u9fff]{2,4}?(?:区|县))?")


@lru_cache(maxsize=400_000)
def plain(name: str) -> str:
    """The name in half-width capitals without blanks and punctuation; brackets stay."""
    return PUNCTUATION.sub("", unicodedata.normalize("NFKC", name)).upper()


@lru_cache(maxsize=400_000)
def branch(name: str) -> str:
    """What makes a name a branch: the last bracket's text, `…分公司`, `…店`, `第二污水处理厂`; empty for a head office.

    Brackets that only state a legal form or a condition (普通合伙, 停产, 原某厂) make no branch.
    """
    text = plain(name)
    bracket = TRAILING_BRACKET.search(text)
    if bracket is not None and bracket[1] and not NO_BRANCH.match(bracket[1]):
        return bracket[1]
    if bracket is not None:
        text = text[: bracket.start()]
    if text.endswith(("分公司", "分店", "分厂", "分院", "分部", "项目部", "门店", "车间")):
        tail = BRANCH_SUFFIX.search(text)
        return tail[1] if tail is not None else text[-6:]
    number = NUMBERED.search(text)
    return number[0] if number is not None else ""


@lru_cache(maxsize=400_000)
def core(name: str) -> str:
    """The distinctive part: no place in front, no legal form behind, no trailing bracket; the plain name if nothing is left."""
    text = plain(name)
    bracket = TRAILING_BRACKET.search(text)
    if bracket is not None and bracket.start() > 1:
        text = text[: bracket.start()]
    short = LEGAL_FORM.sub("", PLACE_PREFIX.sub("", text, count=1))
    return short if len(short) > 1 else text
