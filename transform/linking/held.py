"""What holds for a figure of those before it: of its whole, its list, bodies over which a deed is done."""

import re
from collections.abc import Sequence

from transform.linking.bodies import BODIES_COUNTED_IN, COUNTED_BODIES
from transform.linking.frames import Frames
from transform.linking.mentions import Mention
from transform.linking.setting import Setting, concepts_of
from transform.linking.words import Words
from transform.sense.context import Placed
from transform.text.marks import BRACKET, JOINING, PART_OF
from warehouse.lexicon import Kind
from warehouse.units import MONEY
from warehouse.vocabulary import either, load_wording

_OPENING = (*PART_OF, *load_wording("linking")["opens_listed_parts"])
# ，其中, 案件（
_OPENS_PART = re.compile(rf"\A[^，；。（]{{0,20}}(?:（|，?(?:{either(_OPENING)}))")
# groups of the lexicon: what holds for the parts of a whole too; kinds of a count that hold for an amount
# behind it; what narrows all of a list when it narrows the first
_HELD, _HELD_BY_AMOUNTS, _HELD_IN_LISTS = "held_by_parts", "held_by_amounts", "held_in_lists"
# the instances of a court, and what was done with a case in the end
_INSTANCES, _ENDS = "instances", "ends"
# what was published, whatever it is on
_INFORMATION, INFO = "information", frozenset({"info"})
_PARTS = (Kind.PART, Kind.FIELD)


def with_held(setting: Setting, words: list[Words], frames: Frames) -> list[Words]:
    """The words of a paragraph's figures, each with what holds for it of figures before.

    The words of a whole that its parts have too (of 9 drafts, 3 that are new are drafts); the part that an
    amount right behind it is of (其中简易程序28起，罚款3万元; 查处食品案件28件，罚款3万元); the deed done
    over bodies counted right before (调整12个部门的权责126项); what narrows the first of a list
    (涉企从轻处罚9件、不予处罚3件).
    """
    kinds, group, narrow = frames.scanner.kinds, frames.group(_HELD), frames.group(_HELD_BY_AMOUNTS)
    whole_of = wholes(setting.text, setting.figures)
    found: list[Words] = []
    for index, (one, whole) in enumerate(zip(words, whole_of, strict=True)):
        held: list[Mention] = []
        if whole is not None:
            # 权责清单6类225项: words of its own, or those before what it is spread over
            told = words[whole].before if concepts_of(words[whole].before) else words[whole].clause
            held += [mention for mention in told if mention.concepts & group]
            held += (*_concluded(words[whole], one, frames), *_published(words[whole], frames))
        if is_amount_of_part(setting.figures, whole_of, index):
            held += [m for m in words[index - 1].before if any(kinds[c] in _PARTS for c in m.concepts)]
        elif index and _is_amount_behind(*setting.figures[index - 1 : index + 1]):
            near = (*words[index - 1].before, *words[index - 1].after)
            held += [mention for mention in near if mention.concepts & narrow]
        if index:
            held += _over_bodies(setting, words, index, frames) or _of_list(
                setting, found[-1], one, index, frames
            )
        found.append(one._replace(held=tuple(held)) if held else one)
    return found


def _concluded(whole: Words, part: Words, frames: Frames) -> list[Mention]:
    """审结842件，其中一审612件: that the whole counts what was concluded, for a part by its instance."""
    instances, ends, kinds = frames.group(_INSTANCES), frames.group(_ENDS), frames.scanner.kinds
    own = concepts_of(part.before)
    if not own & instances or any(kinds[concept] is Kind.ACT for concept in own):
        return []
    return [one for one in whole.before if one.concepts & ends]


def _published(whole: Words, frames: Frames) -> list[Mention]:
    """公开信息620条，其中建议提案12条: that a part counts what was published, and not what was done."""
    told = frames.group(_INFORMATION)
    return [one._replace(concepts=INFO) for one in whole.before if one.concepts & told]


def _over_bodies(setting: Setting, words: list[Words], index: int, frames: Frames) -> list[Mention]:
    """The deeds before the bodies that are counted right before a figure without a deed of its own."""
    figures, kinds_of, first, end = setting.figures, frames.scanner.kinds_of, index, words[index].low
    while first:
        before, own = figures[first - 1].figure, figures[first].figure
        if before.quantity.unit not in BODIES_COUNTED_IN or before.clause_start != own.clause_start:
            break
        if setting.text[end - 1] in JOINING or (first == index and setting.text[end - 1] == "的"):
            end -= 1
        if not COUNTED_BODIES.fullmatch(setting.text, before.quantity.end, end):
            break
        first, end = first - 1, before.quantity.start
    if first == index or any(Kind.ACT in kinds_of[one.concepts] for one in words[index].before):
        return []
    clause = setting.between(figures[index].figure.clause_start, figures[first].figure.quantity.start)
    return [one for one in clause if one.concepts and Kind.ACT in kinds_of[one.concepts]]


def _of_list(setting: Setting, first: Words, words: Words, index: int, frames: Frames) -> list[Mention]:
    """What narrows the member before in a list of nouns (办理涉企减轻处罚9件、不予处罚3件)."""
    before, own = setting.figures[index - 1].figure, setting.figures[index].figure
    if not setting.text.startswith("、", before.quantity.end) or before.clause_start != own.clause_start:
        return []
    kinds, group = frames.scanner.kinds, frames.group(_HELD_IN_LISTS)
    if any(kinds[concept] is Kind.ACT for one in words.before for concept in one.concepts):
        return []
    return [one for one in (*first.held, *first.before) if one.concepts & group]


def wholes(text: str, figures: Sequence[Placed]) -> list[int | None]:
    """The figure that each figure of a paragraph is told as a part of: by 其中 or in the bracket behind it.

    What 其中 opens ends with the sentence or ；, what a bracket opens with the bracket. A sentence that 其中
    opens tells parts of what the one before it ends with.
    """
    found: list[int | None] = []
    whole: int | None = None
    for index, placed in enumerate(figures):
        before = figures[index - 1].figure if index else None
        if before is None or before.sentence != placed.figure.sentence:
            whole = index - 1 if before and placed.figure.goes_on_from(before) else None
        else:
            between = text[before.quantity.end : placed.figure.quantity.start]
            if "）" in between:
                # a bracket that is closed again is the noun's own: 村（社区）
                between = BRACKET.sub("", between)
            if "；" in between or "）" in between:
                whole = None
            if _OPENS_PART.match(between):
                whole = index - 1
        found.append(whole)
    return found


def is_amount_of_part(figures: Sequence[Placed], whole_of: list[int | None], index: int) -> bool:
    """Whether an amount stands right behind the one part that is told; behind several it is of all."""
    if index >= len(figures):
        return False
    unit, whole = figures[index].figure.quantity.unit, whole_of[index]
    return unit == MONEY and whole is not None and whole == index - 2


def _is_amount_behind(before: Placed, placed: Placed) -> bool:
    """Whether an amount follows a count in its sentence."""
    one, own = before.figure, placed.figure
    return own.quantity.unit == MONEY != one.quantity.unit and one.sentence == own.sentence
