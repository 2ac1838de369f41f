"""Paragraphs read: their figures with role, year, scope and metric put together to statements."""

import re
from collections.abc import Sequence
from itertools import chain, islice, pairwise
from typing import NamedTuple

from transform.linking import Link, Links, Told, link_figures, make_settings, without_parts
from transform.numbers.bounds import ABOUT, FAR_PATTERNS, bound_before
from transform.numbers.figures import Figures, figures_of
from transform.numbers.quantities import Quantity
from transform.numbers.signs import signs_of
from transform.sense.context import Figure, Placed, place_figures
from transform.sense.periods import base_year_of, future_year, year_of
from transform.sense.roles import heads_plans, opens_plans, role_of
from transform.sense.scopes import scopes_of
from transform.sense.surroundings import Scope
from transform.statements import Subject, above, statement_of, unit_issues
from transform.text.marks import JOINING_CHARACTERS, JOINTS, PART_OF
from transform.text.outline import Paragraph
from warehouse.records import (
    TIE,
    UNKNOWN_WORDS,
    Bound,
    Direction,
    Exclusion,
    Issue,
    Role,
    ScopeKind,
    Statement,
)
from warehouse.units import POINTS, THING
from warehouse.vocabulary import either, load_wording

_KINDS = load_wording("scopes")["kinds"]
_ABOUT_SIGNS = signs_of(ABOUT)
_FAR_OR_ABOUT = signs_of(*FAR_PATTERNS, ABOUT)
_REMEMBERED = 300
"""Characters of the paragraph before that a figure may take its subject from."""
# numbered points below the second level do not open or close a part of the report
_DEEPEST = 1
_OPENING = 40
"""Characters of a sentence that tell whether it opens the plans."""
# · 一是: members of a list go on from its heading, and not from one another
_BULLET = re.compile(r" *[·•●▪■◆▶►○◇★✦]")
# 完成2016年度12名述法（其中3名…: a part is of the year of its whole
_PART_IN_BRACKET = re.compile(rf"[^，；。（）\d]{{0,20}}（(?:{either(PART_OF)})[^，；。（）\d]*")
# 15个和7个百分点
_JOINT = re.compile(rf"\ ?(?:{JOINTS}|，)\ ?")
# 拆迁类案件
_PART = re.compile(rf"[\u4e00-\u9fff]{_KINDS['sign']}(?:{'|'.join(_KINDS['nouns'])})?\Z")
_PART_SIGN = signs_of(_PART)


class ParagraphReading(NamedTuple):
    """What one paragraph gives."""

    statements: tuple[Statement, ...]
    exclusions: tuple[Exclusion, ...]
    issues: tuple[Issue, ...]


def read_paragraphs(
    subject: Subject, paragraphs: Sequence[Paragraph], planned: int | None
) -> tuple[list[ParagraphReading], int | None]:
    """What paragraphs that follow one another give, and the level of the plans after them.

    `planned` is the level of the heading under which the report plans before them, None where it does not.
    Each step is taken for all of them before the next one: what a step needs (patterns, automata, frames)
    is large, and so stays in the processor's cache.
    """
    normal, frames = subject.normal, subject.rules.frames
    told = iter(figures_of(normal, [(one.start, one.end) for each in paragraphs for one in each.sentences]))
    numbers = [list(islice(told, len(each.sentences))) for each in paragraphs]
    plans, planned = _plans(subject, paragraphs, planned)
    figures = [_figures(normal, *told) for told in zip(paragraphs, numbers, strict=True)]
    sentences = [_placed(subject, *told) for told in zip(figures, plans, strict=True)]
    scopes = [_scopes(subject, each) for each in sentences]
    placed = [tuple(chain.from_iterable(each)) for each in sentences]
    read = zip((None, *paragraphs), paragraphs, placed, strict=False)
    settings = make_settings(frames.scanner, normal, [_told(subject, *one) for one in read], subject.around)
    links = link_figures(settings, frames)
    years = [_years(subject, each) for each in placed]
    kept = [_links(subject, *told) for told in zip(placed, links, scopes, years, strict=True)]
    statements = [_statements(subject, *told) for told in zip(placed, scopes, kept, years, strict=True)]
    issues = [_issues(*told) for told in zip(numbers, statements, placed, links, strict=True)]
    exclusions = [tuple(chain.from_iterable(one.exclusions for one in each)) for each in numbers]
    readings = map(ParagraphReading, statements, exclusions, issues)
    return list(readings), planned


def _plans(
    subject: Subject, paragraphs: Sequence[Paragraph], planned: int | None
) -> tuple[list[list[bool]], int | None]:
    """Whether the report plans in each sentence of each paragraph, and the level of the plans after them.

    What a sentence opens holds for the sections after it as if a heading of the first level had opened it.
    """
    plans: list[list[bool]] = []
    for paragraph in paragraphs:
        planned = _plan_level(subject, paragraph, planned)
        told = len(paragraph.sentences)
        opened = 0 if planned is not None else _opening_of_plans(subject, paragraph)
        plans.append([False] * opened + [True] * (told - opened))
        planned = 0 if planned is None and opened < told else planned
    return plans, planned


def _opening_of_plans(subject: Subject, paragraph: Paragraph) -> int:
    """Which sentence of a paragraph opens the plans; how many it has where none does."""
    for number, (start, end, _) in enumerate(paragraph.sentences):
        if opens_plans(subject.normal[start : min(end, start + _OPENING)], subject.year):
            return number
    return len(paragraph.sentences)


def _plan_level(subject: Subject, paragraph: Paragraph, planned: int | None) -> int | None:
    """The level of the heading under which the report plans, as it stands at this paragraph.

    A heading that turns to the time to come opens the plans, one of the same or a higher level that does not
    closes them.
    """
    level = paragraph.level
    if level is None or level > _DEEPEST:
        return planned
    if planned is not None and level > planned:
        return planned
    return level if heads_plans(paragraph.headings[-1], subject.year) else None


def _figures(text: str, paragraph: Paragraph, numbers: list[Figures]) -> list[tuple[Figure, ...]]:
    """The figures of each sentence of a paragraph."""
    return [
        place_figures(text, sentence, _shared_units(text, told.quantities)) if told.quantities else ()
        for sentence, told in zip(paragraph.sentences, numbers, strict=True)
    ]


def _shared_units(text: str, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """Hand the unit of the last figure of a list to those before it (15个和7个百分点; 11、12和13件)."""
    shared = [_about(text, quantity) for quantity in quantities]
    for index in range(len(shared) - 2, -1, -1):
        one, following = shared[index], shared[index + 1]
        has_none = not one.unit and following.unit
        has_points = one.unit == THING and following.unit == POINTS
        if not (has_none or has_points) or not _JOINT.fullmatch(text, one.end, following.start):
            continue
        if has_points:
            shared[index] = one._replace(unit=POINTS)
        else:
            scale = following.scale if one.scale == 1 else 1
            value = None if one.value is None else one.value * scale
            shared[index] = one._replace(unit=following.unit, value=value)
    return tuple(shared)


def _about(text: str, quantity: Quantity) -> Quantity:
    """约占全市的四成, 不到上年的一半: the word of approximation stands farther before it."""
    if quantity.word or quantity.bound is Bound.BLANK:
        return quantity
    before = text[max(0, quantity.start - 24) : quantity.start]
    if not _FAR_OR_ABOUT.search(before):
        return quantity
    bound, word = bound_before(before, quantity.unit)
    if quantity.bound is not Bound.EXACT:
        return quantity._replace(word=word)
    if _ABOUT_SIGNS.search(before) and ABOUT.search(before[-16:]):
        return quantity._replace(bound=Bound.ABOUT)
    return quantity if bound is Bound.EXACT else quantity._replace(bound=bound, word=word)


def _placed(
    subject: Subject, sentences: list[tuple[Figure, ...]], plans: list[bool]
) -> list[tuple[Placed, ...]]:
    """The figures of each sentence of a paragraph with their roles."""
    found: list[tuple[Placed, ...]] = []
    offset = 0
    for figures, planned in zip(sentences, plans, strict=True):
        found.append(_with_roles(subject, figures, offset, planned=planned) if figures else ())
        offset += len(figures)
    return found


def _with_roles(
    subject: Subject, figures: tuple[Figure, ...], offset: int, *, planned: bool
) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    for index, figure in enumerate(figures):
        role, direction = role_of(figure, planned=planned, report_year=subject.year)
        if figure.position and placed:
            first = placed[figure.first]
            if _shares_role(figure):
                role, direction = first.role, _listed_direction(first, figure)
        placed.append(Placed(figure, role, direction, offset + index))
    return tuple(placed)


def _listed_direction(first: Placed, figure: Figure) -> Direction | None:
    """The direction of the list's first figure; where signs tell (-12%、+5%), that of the figure's own."""
    if first.direction is None or not (first.figure.quantity.sign or figure.quantity.sign):
        return first.direction
    return Direction.DOWN if figure.quantity.sign == "-" else Direction.UP


def _shares_role(figure: Figure) -> bool:
    """Whether a figure of a list has the role of the first: not so 突破1900万户 after 净增98万户."""
    own_word = figure.quantity.start < figure.quantity.number_start and figure.item is None
    return not figure.before.strip(f"，{JOINING_CHARACTERS} ") and not own_word


def _scopes(subject: Subject, sentences: Sequence[tuple[Placed, ...]]) -> list[Scope]:
    """Whose the figures of a paragraph are; one that 其中 opens holds the body of the sentence before it."""
    scopes: list[Scope] = []
    last: Figure | None = None
    for placed in filter(None, sentences):
        goes_on = last is not None and placed[0].figure.goes_on_from(last)
        figures = tuple((one.figure, one.role) for one in placed)
        scopes.extend(scopes_of(subject.normal, figures, subject.around, scopes[-1] if goes_on else None))
        last = placed[-1].figure
    return scopes


def _told(
    subject: Subject, before: Paragraph | None, paragraph: Paragraph, placed: tuple[Placed, ...]
) -> Told:
    """A paragraph as linking reads it, with the end of the one `before` that it may go on from."""
    block = paragraph.block
    goes_on = before and paragraph.level is None and not _BULLET.match(subject.normal, block.start)
    since = max(before.block.start, before.block.end - _REMEMBERED) if before and goes_on else block.start
    headings = above(subject, paragraph) if placed else ()
    return Told(since, block.start, block.end, placed, headings)


def _years(subject: Subject, placed: tuple[Placed, ...]) -> list[int]:
    following = (*(one.figure for one in placed[1:]), None)
    years = [_year(subject, one, after) for one, after in zip(placed, following, strict=False)]
    for index, (whole, part) in enumerate(pairwise(placed), start=1):
        between = subject.normal[whole.figure.quantity.end : part.figure.quantity.start]
        if whole.role is part.role is Role.LEVEL and _PART_IN_BRACKET.fullmatch(between):
            years[index] = years[index - 1]
    return years


def _year(subject: Subject, one: Placed, following: Figure | None) -> int:
    if one.role is not Role.TARGET:
        return year_of(one.figure, subject.year, one.role, following)
    words = subject.normal[one.figure.sentence.start : one.figure.quantity.start]
    return future_year(words, subject.year) or subject.year + 1


def _links(
    subject: Subject, placed: tuple[Placed, ...], found: Links, scopes: list[Scope], years: list[int]
) -> list[Link | tuple[str, ...]]:
    """The link of each figure, or the metrics that it may be."""
    facts = [(year, scope.place, scope.kind, scope.words) for year, scope in zip(years, scopes, strict=True)]
    links = without_parts(subject.normal, placed, found, facts, subject.rules.frames)
    return [links.get(one.index) or found.guesses(one.index) for one in placed]


def _statements(
    subject: Subject,
    placed: tuple[Placed, ...],
    scopes: list[Scope],
    links: list[Link | tuple[str, ...]],
    years: list[int],
) -> tuple[Statement, ...]:
    told = zip(placed, scopes, links, years, strict=True)
    return tuple(_dated_statement(subject, *one) for one in told)


def _dated_statement(
    subject: Subject, one: Placed, scope: Scope, link: Link | tuple[str, ...], year: int
) -> Statement:
    planned_change = one.role is Role.TARGET and one.direction is not None
    base = base_year_of(one.figure, year, Role.CHANGE if planned_change else one.role)
    if _PART_SIGN.search(one.figure.clause) and _PART.search(one.figure.clause):
        scope = scope._replace(kind=ScopeKind.PART)
    return statement_of(subject, one, scope, link, (year, base))


def _issues(
    numbers: list[Figures], statements: tuple[Statement, ...], placed: tuple[Placed, ...], found: Links
) -> tuple[Issue, ...]:
    of_numbers = chain.from_iterable(one.issues for one in numbers)
    return (*of_numbers, *unit_issues(statements), *_link_issues(placed, found))


def _link_issues(placed: tuple[Placed, ...], found: Links) -> tuple[Issue, ...]:
    if not (found.ties or found.unknown):
        return ()
    told = {index: (TIE, ", ".join(metrics)) for index, metrics in found.ties.items()}
    told |= {index: (UNKNOWN_WORDS, words) for index, (_, words) in found.unknown.items()}
    spans = {one.index: (one.figure.quantity.start, one.figure.quantity.end) for one in placed}
    return tuple(
        Issue(*spans[index], *why) for index, why in sorted(told.items()) if index not in found.links
    )
