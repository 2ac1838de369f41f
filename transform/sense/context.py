"""Where a figure stands: its clause, its neighbours, and the lists it is one of."""

import re
from bisect import bisect_left
from typing import NamedTuple

from transform.numbers.quantities import Quantity
from transform.text.marks import CLAUSE_MARKS, JOINTS, PART_OF
from transform.text.outline import Sentence
from warehouse.records import Direction, Role
from warehouse.units import POINTS, THING
from warehouse.vocabulary import either, load_wording
from warehouse.years import YEAR_SIGN

_DEALING = load_wording("dealing")
_ROLES = load_wording("roles")
_BREAKS = frozenset(f"{CLAUSE_MARKS}▶")
# 审结12件，
_MARKS = re.compile(f"[{''.join(sorted(_BREAKS))}（）]")
# 和, 、其中
_JOINT = re.compile(rf"\A\ ?(?:{JOINTS}|、?(?:{either(PART_OF)}))?\ ?\Z")
# 分别, 各为
_RESPECTIVELY = re.compile(either(_DEALING["respectively"]))
_COPULA = rf"(?:{either(_DEALING['copulas'])})"
# 申请、受理、办结数为: nouns before figures, without 分别
_NOUNS_END = re.compile(rf"{_COPULA}*\ ?\Z")
# 案件数、罚没款金额为1260件、3600万元: each noun has its own unit
_MEASURES_END = re.compile(rf"(?:{JOINTS})[^，。；]*(?:{either(_DEALING['measures'])}){_COPULA}\Z")
# 分别增加52件、减少8件: between two figures, each with its own verb
_NEXT_VERB = re.compile(
    rf"""
    \ ?(?:{JOINTS})(?:{either([*_DEALING["verbs"], *_ROLES["up"]["verbs"], *_ROLES["down"]["verbs"]])})
    (?:{either(_DEALING["after_verbs"])})*\ ?
    """,
    re.VERBOSE,
)
_NOT_JOINING = "".join(f"(?!{sign}[{ends}])" for sign, ends in _DEALING["not_joining"].items())
# 、 of 受理、审结, and not 及 of 及时率; between quotes none is needed: “优秀”“合格”
_LIST_BREAK = re.compile(rf"，|{_NOT_JOINING}(?:{JOINTS})|(?<=”)(?=“)")
_LONGEST_CLAUSE = 300
_UNITLESS = frozenset({"", THING})


class Figure(NamedTuple):
    """A quantity in its sentence; texts are of the normalised document.

    `before` runs from the figure before it (or the clause's start) to this one, `after` to the next one (or
    the clause's end); `clause` is all of the clause before it, `lead` all of the sentence before it.
    `since` is where the figure before it ends, or the sentence starts.
    `first` is the index of the first figure of the list that this is one of (its own where it stands
    alone), `item` the span of the noun that a 分别 hands to it and `dealt` its words; `whole` is the
    sentence.
    """

    quantity: Quantity
    sentence: Sentence
    clause_start: int
    clause_end: int
    before: str
    after: str
    clause: str
    lead: str
    first: int
    position: int
    count: int  # type: ignore[assignment]  # hides tuple.count, which nothing asks
    since: int
    item: tuple[int, int] | None
    dealt: str = ""
    whole: str = ""

    def goes_on_from(self, before: "Figure") -> bool:
        """Whether it stands in a sentence that 其中 opens after another figure's."""
        return self.lead.lstrip().startswith(PART_OF) and before.sentence.end <= self.sentence.start


class Placed(NamedTuple):
    """A figure with its role; `index` counts the figures of its paragraph."""

    figure: Figure
    role: Role
    direction: Direction | None
    index: int  # type: ignore[assignment]  # hides tuple.index, as above


def place_figures(text: str, sentence: Sentence, quantities: tuple[Quantity, ...]) -> tuple[Figure, ...]:
    """Put the quantities of one sentence, in order, into their clauses and lists."""
    marks = [match.start() for match in _MARKS.finditer(text, sentence.start, sentence.end)]
    bounds = [_clause_bounds(text, sentence, quantity, marks) for quantity in quantities]
    firsts = _lists(text, quantities, [start for start, _ in bounds])
    whole = text[sentence.start : sentence.end]
    figures = []
    for index, quantity in enumerate(quantities):
        start, end = bounds[index]
        previous = quantities[index - 1].end if index else sentence.start
        following = quantities[index + 1].start if index + 1 < len(quantities) else sentence.end
        first = firsts[index]
        count = firsts.count(first)
        listed = text, bounds[first][0], quantities[first].start, index - first, count
        item = _item(*listed) if count > 1 else None
        figures.append(
            Figure(
                quantity=quantity,
                sentence=sentence,
                clause_start=start,
                clause_end=end,
                before=text[max(start, previous) : quantity.start],
                after=text[quantity.end : min(end, following)],
                clause=text[start : quantity.start],
                lead=text[sentence.start : quantity.start],
                first=first,
                position=index - first,
                count=count,
                since=previous,
                item=item,
                dealt=text[slice(*item)] if item else "",
                whole=whole,
            )
        )
    return tuple(figures)


def lone_figure(quantity: Quantity, sentence: Sentence, words: str) -> Figure:
    """A figure of a table's cell: no clause and no list, and before it the `words` that tell of it."""
    return Figure(
        quantity=quantity,
        sentence=sentence,
        clause_start=quantity.start,
        clause_end=quantity.end,
        before=words,
        after="",
        clause=words,
        lead=words,
        first=0,
        position=0,
        count=1,
        since=quantity.start,
        item=None,
    )


def _clause_bounds(text: str, sentence: Sentence, quantity: Quantity, marks: list[int]) -> tuple[int, int]:
    """From mark to mark; those within brackets end no clause but the brackets' own.

    `marks` are where the marks and brackets of the sentence stand.
    """
    start = _backwards(text, max(sentence.start, quantity.start - _LONGEST_CLAUSE), quantity.start, marks)
    depth, limit = 0, min(sentence.end, quantity.end + _LONGEST_CLAUSE)
    for mark in marks[bisect_left(marks, quantity.end) :]:
        if mark >= limit:
            break
        character = text[mark]
        if character == "（":
            depth += 1
        elif character == "）":
            if not depth:
                return start, mark
            depth -= 1
        elif not depth:
            return start, mark
    return start, max(limit, quantity.end)


def _backwards(text: str, lower: int, position: int, marks: list[int]) -> int:
    depth = 0
    for number in range(bisect_left(marks, position) - 1, -1, -1):
        mark = marks[number]
        if mark < lower:
            break
        character = text[mark]
        if character == "）":
            depth += 1
        elif character == "（":
            if not depth:
                return mark + 1
            depth -= 1
        elif not depth and not (character == "：" and text[mark - 1] == YEAR_SIGN):
            return mark + 1
    return min(lower, position)


def _lists(text: str, quantities: tuple[Quantity, ...], starts: list[int]) -> list[int]:
    """For each figure the index of the first one of its list (15个和7个百分点; 17.2%、14.5%和11.9%).

    `starts` tells where the clause of each begins. Where 分别 deals figures out, their units may differ and
    each may have a verb of its own (分别增加52件、减少8件).
    """
    firsts: list[int] = []
    for index, quantity in enumerate(quantities):
        joined = False
        if index and not quantity.noun:
            before, first = quantities[index - 1], firsts[-1]
            between = text[before.end : quantity.start]
            head = text[starts[first] : quantities[first].start]
            if between.strip() and _JOINT.match(between):
                joined = _alike(before, quantity) or bool(
                    _RESPECTIVELY.search(head) or _MEASURES_END.search(head)
                )
            else:
                joined = bool(_NEXT_VERB.fullmatch(between) and _RESPECTIVELY.search(head))
        firsts.append(firsts[-1] if joined else index)
    return firsts


def _alike(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit:
        return True
    return one.unit in _UNITLESS or (other.unit in _UNITLESS and one.unit != POINTS)


def _item(text: str, clause_start: int, list_start: int, position: int, count: int) -> tuple[int, int] | None:
    """The span of the noun that is handed to the figure at `position` of a list of `count`.

    分别 hands out the last nouns before it; without it there must be as many nouns as figures.
    """
    clause = text[clause_start:list_start]
    word = _RESPECTIVELY.search(clause) or _NOUNS_END.search(clause)
    if not word:
        return None
    head = clause[: word.start()]
    edges = [0, *(match.end() for match in _LIST_BREAK.finditer(head)), len(head)]
    items = [
        (left, right) for left, right in zip(edges, edges[1:], strict=False) if head[left:right].strip("、，")
    ]
    if len(items) < count or (len(items) > count and not _RESPECTIVELY.match(word.group())):
        return None
    left, right = items[len(items) - count + position]
    return clause_start + left, clause_start + right
