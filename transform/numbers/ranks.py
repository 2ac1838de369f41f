"""Ranks: 第3位, 全省第二, 排名12, 由第8位升至第5位, 居首."""

import re
from collections.abc import Iterator
from decimal import Decimal

from transform.numbers.numerals import CHINESE_NUMERAL, read_numeral
from transform.numbers.quantities import Quantity
from transform.numbers.signs import begins_of
from transform.text.marks import JOINING
from transform.text.scanning import matches_of
from warehouse.records import Bound
from warehouse.units import PLACE
from warehouse.vocabulary import load_wording

_TABLE = load_wording("ranks")
_OF_ORDINALS, _BEFORE, _ENDING, _IN_DIGITS, _WITHOUT = (
    _TABLE[part] for part in ("ordinal", "before", "ends", "numbered", "first")
)
ORDINAL: str = _OF_ORDINALS["mark"]
# 位
_UNIT = f"[{''.join(_OF_ORDINALS['units'])}]"
# 三
_NUMBER = rf"\d{{1,3}}|[{CHINESE_NUMERAL}]{{1,4}}"
# 第3位
_PLACE = rf"{ORDINAL}\ ?(?:{_NUMBER})(?:\ ?{_UNIT}(?!{'|'.join(_ENDING['not_after_place'])}))?"
# 第2、第4、第7
_CHAIN = re.compile(rf"{_PLACE}(?:[{JOINING}]{_PLACE})*")
# 第3位
_ONE = re.compile(rf"{ORDINAL}\ ?(?P<number>{_NUMBER})\ ?(?P<unit>{_UNIT})?")
_ENDS = re.compile(
    rf"""
      [，。；（）]                                              # 全省第一，; not 全省第一季度
    | [{JOINING}](?!\ ?{ORDINAL})                                 # 全省第一、全国第二
    | 的(?={"|".join(_ENDING["of"])})           # 第一的位次
    | {"|".join(_ENDING["words"])}                              # 第一提升
    | \Z
    """,
    re.VERBOSE,
)
"""What may follow a place without 位."""
# 全省考核（设区市组）排名
_RANKING = re.compile(
    rf"(?:{'|'.join(_BEFORE['words'])})(?:[^，。；、（）{ORDINAL}]|（[^）]{{0,12}}）){{0,14}}\Z"
)
_CONTEXT = 30
# 列第3（上年为第7）: another year's, after a rank
_BESIDE = re.compile(rf"{ORDINAL}\ ?[^，。；、（）]{{1,6}}（[^，。；、（）{ORDINAL}]{{1,10}}\Z")
# 放在第一位
_NO_PLACE = re.compile(rf"(?:{'|'.join(_BEFORE['not_after'])})\Z")
# 排名
_RANKED = "|".join(_IN_DIGITS["nouns"])
# 居全国
_STANDS = (
    rf"[{_IN_DIGITS['stands']}](?:{'|'.join(_IN_DIGITS['stands_at'])})?(?:{'|'.join(_IN_DIGITS['among'])})"
)
_APART = rf"，。；、{ORDINAL}\d（）{_IN_DIGITS['moves']}"
_NUMBERED = re.compile(
    rf"""
    (?:
        (?:{_RANKED})[^{_APART}{_IN_DIGITS["apart"]}]{{0,8}}     # 排名12, 位次为8
        | {_STANDS}[^{_APART}]{{0,8}}                            # 居全国46
    )
    (?P<first>\d{{1,3}})(?P<unit>{_UNIT})?
    (?=[，。；、）{_IN_DIGITS["after"]}]|{"|".join(_IN_DIGITS["before"])}|\Z)
    """,
    re.VERBOSE,
)
_MOVED = re.compile(
    rf"""
    (?:{_RANKED})[^，。；{ORDINAL}\d]{{0,8}}                        # 名次
    (?:{"|".join(_IN_DIGITS["from"])})[^，。；{ORDINAL}\d]{{0,8}}
    (?P<first>\d{{1,3}}){_UNIT}?[^，。；{ORDINAL}\d]{{0,6}}
    (?:{"|".join(_IN_DIGITS["to"])})[^，。；{ORDINAL}\d]{{0,4}}
    (?P<second>\d{{1,3}})(?P<unit>{_UNIT})?                      # 名次由12升至9位
    (?=[，。；、）]|\Z)
    """,
    re.VERBOSE,
)
_OF_NUMBERS = tuple((pattern, begins_of(pattern)) for pattern in (_NUMBERED, _MOVED))
# 排名, 居全国: what each of these two needs, found at a tenth of the cost of trying them at every character
_MAY_NUMBER = re.compile(rf"{_RANKED}|{_STANDS}")
# 首位
_HEAD = "|".join(_WITHOUT["places"])
_ALONE = _WITHOUT["alone"]
# 首位
_MAY_BE_FIRST = re.compile("|".join((_HEAD, *_ALONE)))
RANK_SIGNS = (
    f"{ORDINAL}{_IN_DIGITS['stands']}{''.join(word[0] for word in _IN_DIGITS['nouns'])}{_WITHOUT['sign']}"
)
"""Characters of which each rank has one; most sentences have none."""
_FIRST = re.compile(
    rf"""
      (?:[{_WITHOUT["verbs"]}]|{_WITHOUT["of_whole"]})
      [^，。；{_WITHOUT["sign"]}]{{0,14}}?(?P<head>{_HEAD})(?=[，。；、（）的]|\Z)     # 位列全省首位
    | (?P<is_first>{"|".join(_ALONE)})(?=[，。；、）（]|\Z)              # 居首
    """,
    re.VERBOSE,
)
_FIRST_BEGINS = begins_of(_FIRST)


def ranks_in(text: str) -> Iterator[Quantity]:
    """The ranks of the normalised text, each a quantity in 位 (名 where it is printed)."""
    if ORDINAL in text:
        yield from _places(text)
    numbered = {
        _span(match, group): (Decimal(match[group]), match["unit"])
        for pattern, begins in (_OF_NUMBERS if _MAY_NUMBER.search(text) else ())
        for match in matches_of(pattern, begins, text)
        for group in pattern.groupindex.keys() & {"first", "second"}
    }
    for span, (value, unit) in numbered.items():
        yield _rank(value, unit, *span)
    for match in matches_of(_FIRST, _FIRST_BEGINS, text) if _MAY_BE_FIRST.search(text) else ():
        yield _rank(Decimal(1), PLACE, *match.span("head" if match["head"] else "is_first"))


def _span(match: re.Match[str], group: str) -> tuple[int, int]:
    """The number with its 位, which stands after the last of them alone."""
    last = match.end(group) == match.start("unit")
    return match.start(group), match.end("unit") if last else match.end(group)


def _places(text: str) -> Iterator[Quantity]:
    ranked = False
    for chain in _CHAIN.finditer(text):
        before = text[max(0, chain.start() - _CONTEXT) : chain.start()]
        if _NO_PLACE.search(before):
            continue
        ended = _ENDS.match(text, chain.end())
        ranked = bool(ended and (_RANKING.search(before) or (ranked and _BESIDE.search(before))))
        for one in _ONE.finditer(text, *chain.span()):
            value = read_numeral(one["number"])
            if value is not None and (ranked or one["unit"]):
                yield _rank(value.value, one["unit"], *one.span())


def _rank(value: Decimal, unit: str | None, start: int, end: int) -> Quantity:
    return Quantity(start, end, start, end, value, None, unit or PLACE, Bound.EXACT, rank=True)
