"""Clauses that put the figure first: 43项行政审批被取消 is read as 取消行政审批43项 too.

Wordings are written with the figure after its noun and verb. For a figure that opens its clause and that no
wording claims, the clause is turned round and the wordings are asked again.
"""

import re
from collections.abc import Iterator

from transform.linking import Link, link_figures
from transform.masking import Masked, Placed
from transform.rules import FIGURE, Rules
from warehouse.records import Role

_OPENING = re.compile(
    r"\A(?:[\s、，：；（”]|其中|另有|还有|共有|有|共|仅|累计|全年|先后|约|的|中)*\Z|(?:把|将)\Z"
)
# 被取消, 已办结, 获评, 经调解撤回: what joins the noun to what became of it
_PASSIVE = re.compile(
    r"\A(?P<noun>[^，；。：！？#]{0,14}?)(?:已经?|均|全部|都|先后|分批|依法)?(?:被(?:依法)?|获得?|得到|受到|接受了?|经|予以|已|列入|通过了?)"
    r"(?P<verb>[^，；。：！？#]{2,14})"
)
_CLAUSE = re.compile(r"[^，；。：！？#、]{0,20}")
_LEAST = 4
# how far back a turned clause looks for its topic; the whole of a long paragraph for each figure is quadratic
_BEFORE = 400
_OTHER = "※"


def link_inverted(masked: Masked, links: dict[int, Link], rules: Rules) -> dict[int, Link]:
    """The links with those that a turned clause gives to figures without one."""
    found = dict(links)
    for position, placed in enumerate(masked.figures):
        if placed.index in found or placed.role is not Role.LEVEL or not _OPENING.match(placed.figure.before):
            continue
        for turned in _turned(masked, position, placed):
            link = link_figures(turned, rules).links.get(0)
            if link:
                found[placed.index] = Link(link.metric, link.rule)
                break
    return found


def _orders(after: str) -> Iterator[str]:
    """The words as they would stand before the figure: noun and verb, verb and noun, or as they are."""
    passive = _PASSIVE.match(after)
    if passive:
        noun, verb = passive["noun"].lstrip("的"), passive["verb"]
        yield f"{noun}{verb}"
        yield f"{verb}{noun}"
    whole = _CLAUSE.match(after)
    if whole and len(whole.group()) >= _LEAST:
        yield whole.group()


def _turned(masked: Masked, position: int, placed: Placed) -> Iterator[Masked]:
    end = masked.positions[position]
    before = masked.text[max(0, end - _BEFORE) : end].replace(FIGURE, _OTHER)
    for words in _orders(placed.figure.after):
        text = f"{before}{words}"
        yield Masked(f"{text}{FIGURE}", (len(text),), (placed,), masked.headings)
