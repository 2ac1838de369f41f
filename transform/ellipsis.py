"""Figures that leave their noun out and take it from the figure before (同比下降5.4%; 其中市本级467件)."""

import re

from transform.context import Figure
from transform.linking import Link, unit_fits
from transform.masking import Placed
from transform.rules import Rules
from transform.scopes import Surroundings, without_scopes
from warehouse.records import Role

_FUNCTION = re.compile(
    r"(?:截至|截止|到)?(?:19|20)\d{2}年?(?:底|末|度)?|(?:上一?|前一|本|去|今|当)年度?(?:末|底)?|同期|上半年|下半年|全年|年末|年底|年初|第?[一二三四]季度"
    r"|\d{1,2}月份?|单看|仅|同比|环比|相比|对比|比重|比|较|与|同|从[^，]{0,8}看|地域分布情况"
    r"|增长|增加|上升|提高|提升|下降|减少|降低|净增|多出|回落|增幅|降幅|增速|涨幅|升|降|增|减|↑|↓|多|少|高于|低于|高出|高|低|超过"
    r"|平均(?:水平|值|数)?|均值|水平|全(?:省|国|市|县|区|州)|位居|居|位列|列|排名|排在|排|名列|位次|稳居|继续|连续|保持|实有|实际|总量|总数|数量|数"
    r"|扩展|扩大|拓展|扩围|调整|只有|而|仅有|高达|仍|直接|其中|领域|分别|依次|均|各|共计?|合计|总计|累计|达到?|到|至|为|是|有|占|的|了|在|由|从|也|又|再|就|则|仅|约|率先|[市省区县州镇]级|设区市|市州|地市|区县|县区|市县|[两三四五六七八九十]地|按(?:照)?规定|制度规定|每年|每月|每季度|合计|当年|新增|这个|该|案件|组织|四个|副省级|城市|东北|中|第"
    r"|翻|精简|压减|压缩|缩短|净|相应|清单|公布前|改革前|调整前|明显|滞后|领先|有所|大幅|显著|左右|以上|以来"
    r"|→|[—]+|[“”]?十[一二三四]五[“”]?末|[，、：；（）\s“”和及与等其]|两[市县区]"
)
_CHANGES = frozenset({Role.CHANGE, Role.CHANGE_RATE, Role.GAP, Role.RANK})
_RESPECTIVELY = re.compile(r"分别|依次")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}年?")
_PART_OF = "其中"
_SHARE = re.compile(r"占|比重|比例")


def fill_ellipses(placed: tuple[Placed, ...], links: dict[int, Link], rules: Rules) -> dict[int, Link]:
    """Add the links of figures that lean on one before them: in the same sentence, or 其中 in the next."""
    filled = dict(links)
    for position, one in enumerate(placed):
        if one.index in filled or not one.leans:
            continue
        link = _leant_on(placed, position, filled, rules)
        if link:
            filled[one.index] = Link(link.metric, f"{link.rule.split(':')[0]}:ellipsis")
    return filled


def leans(figure: Figure, role: Role, around: Surroundings) -> bool:
    """Whether a figure has no noun of its own: nothing but years, places and words of comparison round it."""
    if figure.quantity.noun:
        return False
    if role is Role.LEVEL and figure.quantity.unit == "%" and _SHARE.search(figure.before):
        return False
    if _FUNCTION.sub("", without_scopes(figure.dealt + figure.before, around)):
        return False
    return role in _CHANGES or not _FUNCTION.sub("", without_scopes(figure.after, around))


def _dealt_level(placed: tuple[Placed, ...], position: int) -> Placed | None:
    """办结率98.9%，满意率95.03%，分别比上年提高0.6个和1.27个百分点: each its own.

    None where the list deals out something else, such as two base years.
    """
    one = placed[position].figure
    first = position - one.position
    if not _RESPECTIVELY.search(one.clause) or len(_YEARS.findall(one.clause)) > 1:
        return None
    levels = [p for p in placed[max(0, first - one.count) : first] if p.figure.sentence == one.sentence]
    levels = [p for p in levels if p.role is Role.LEVEL]
    return levels[one.position] if len(levels) == one.count else None


def _leant_on(placed: tuple[Placed, ...], position: int, links: dict[int, Link], rules: Rules) -> Link | None:
    one = placed[position]
    if one.figure.count > 1 and one.role in _CHANGES and (dealt := _dealt_level(placed, position)):
        link = links.get(dealt.index)
        return link if link and unit_fits(one, rules.metrics[link.metric]) else None
    goes_back = one.figure.lead.startswith(_PART_OF)
    for other in (placed[i] for i in range(position - 1, -1, -1)):
        if other.figure.sentence != one.figure.sentence and not goes_back:
            return None
        link = links.get(other.index)
        if link and other.role not in {Role.GAP, Role.RANK} and unit_fits(one, rules.metrics[link.metric]):
            return link
        if not link and other.role not in _CHANGES and other.figure.quantity.unit == one.figure.quantity.unit:
            return None
    return None
