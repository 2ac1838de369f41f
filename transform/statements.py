"""Statements: figures with role, year, scope and metric put together, for one paragraph or table."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from hashlib import sha256

from transform.linking import Above, Link, Links, link_figures, make_setting, read_above, without_parts
from transform.numbers.bounds import bound_before
from transform.numbers.figures import read_figures
from transform.numbers.quantities import Quantity
from transform.rules import Rules
from transform.sense.context import Figure, Placed, place_figures
from transform.sense.months import months_of
from transform.sense.periods import base_year_of, future_year, year_of
from transform.sense.roles import opens_plans, role_of
from transform.sense.scopes import scopes_of
from transform.sense.surroundings import Scope, Surroundings
from transform.text.outline import Paragraph
from warehouse.records import Basis, Bound, Direction, Exclusion, Issue, Role, ScopeKind, Statement
from warehouse.vocabulary import either, load_wording

_KINDS = load_wording("scopes")["kinds"]
_EXACT = Decimal("0.000001")
_BOUNDS = load_wording("bounds")
# 约占 of 约占全市的四成
_ABOUT = re.compile(
    rf"(?<![{_BOUNDS['touching']['not_about_after']}])(?:{'|'.join(_BOUNDS['near']['words'])})"
    rf"(?:{'|'.join(_BOUNDS['near']['verbs'])})[^，。；\d]{{0,12}}\Z"
)
_MOST_SUGGESTIONS = 3
_REMEMBERED = 300
"""Characters of the paragraph before that a figure may take its subject from."""
UNKNOWN_WORDS = "unknown words"
"""The issue of a figure that words barred from its metric which the lexicon does not know."""
# members of a list go on from its heading, and not from one another
_BULLET = re.compile(r" *[·•●▪■◆▶►○◇★✦]")
# 15个和7个百分点
_JOINT = re.compile(rf"\ ?(?:{either(load_wording('dealing')['joints'])}|，)\ ?")
# 拆迁类案件
_PART = re.compile(rf"[\u4e00-\u9fff]{_KINDS['sign']}(?:{'|'.join(_KINDS['nouns'])})?\Z")


class StatementIds:
    """Gives the statements of a report their ids, which are asked for in the order of the text.

    An id is 16 hex digits of SHA-256 over report, sentence, figure, and which one it is of those with the
    same sentence and figure: reports repeat figures within a sentence, and sentences within the text.
    """

    def __init__(self, report_id: str) -> None:
        self._report_id = report_id
        self._given: Counter[tuple[str, str]] = Counter()

    def next_of(self, sentence: str, text: str) -> str:
        """The id of the next statement with such a sentence and figure."""
        count = self._given[sentence, text] = self._given[sentence, text] + 1
        key = f"{self._report_id}\x1f{sentence}\x1f{text}\x1f{count}"
        return sha256(key.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Subject:
    """The report being read: its id, place, year, text as published and normalised, ids of its figures."""

    report_id: str
    place: str
    year: int
    text: str
    normal: str
    around: Surroundings
    rules: Rules
    ids: StatementIds


@dataclass(frozen=True, slots=True)
class ParagraphReading:
    """What one paragraph gives."""

    statements: tuple[Statement, ...]
    exclusions: tuple[Exclusion, ...]
    issues: tuple[Issue, ...]
    plans: bool


def read_paragraph(
    subject: Subject, paragraph: Paragraph, before: Paragraph | None, *, planned: bool
) -> ParagraphReading:
    """Statements, exclusions and issues of one paragraph, which may go on from the one `before` it.

    `planned` says that the section above it plans.
    """
    block = paragraph.block
    placed: list[Placed] = []
    exclusions: list[Exclusion] = []
    issues: list[Issue] = []
    scopes: list[Scope] = []
    plans = planned
    for sentence in paragraph.sentences:
        numbers = read_figures(subject.normal, sentence.start, sentence.end)
        exclusions.extend(numbers.exclusions)
        issues.extend(numbers.issues)
        words = subject.normal[sentence.start : sentence.end]
        plans = plans or opens_plans(words[:40], subject.year)
        if not numbers.quantities:
            continue
        figures = place_figures(subject.normal, sentence, _shared_units(subject.normal, numbers.quantities))
        placed.extend(_placed(subject, figures, len(placed), planned=plans))
        scopes.extend(_scopes(subject, placed[len(placed) - len(figures) :]))
    if not placed:
        return ParagraphReading((), tuple(exclusions), tuple(issues), plans)
    frames = subject.rules.frames
    since = (
        max(before.block.start, before.block.end - _REMEMBERED)
        if before and paragraph.level is None and not _BULLET.match(subject.normal, block.start)
        else block.start
    )
    span = (since, block.start, block.end)
    setting = make_setting(
        frames.scanner, subject.normal, span, tuple(placed), above(subject, paragraph), subject.around
    )
    found = link_figures(setting, frames)
    statements = _statements(subject, placed, scopes, found, planned=plans)
    issues.extend((*unit_issues(statements), *_link_issues(placed, found)))
    return ParagraphReading(statements, tuple(exclusions), tuple(issues), plans)


def above(subject: Subject, paragraph: Paragraph) -> tuple[Above, ...]:
    """The headings over a paragraph, outermost first, as linking reads them."""
    return tuple(read_above(subject.rules.frames.scanner, heading) for heading in paragraph.headings)


def unit_issues(statements: Iterable[Statement]) -> tuple[Issue, ...]:
    """An issue for each figure whose unit nothing tells."""
    return tuple(Issue(s.char_start, s.char_end, "unknown unit", s.text) for s in statements if not s.unit)


def _link_issues(placed: list[Placed], found: Links) -> tuple[Issue, ...]:
    told = {index: ("tie between metrics", ", ".join(metrics)) for index, metrics in found.ties.items()}
    told |= {index: (UNKNOWN_WORDS, words) for index, (_, words) in found.unknown.items()}
    spans = {one.index: (one.figure.quantity.start, one.figure.quantity.end) for one in placed}
    return tuple(
        Issue(*spans[index], *why) for index, why in sorted(told.items()) if index not in found.links
    )


def _shared_units(text: str, quantities: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """Hand the unit of the last figure of a list to those before it (15个和7个百分点; 11、12和13件)."""
    shared = [_about(text, quantity) for quantity in quantities]
    for index in range(len(shared) - 2, -1, -1):
        one, following = shared[index], shared[index + 1]
        between = text[one.end : following.start]
        if not _JOINT.fullmatch(between):
            continue
        if one.unit == "个" and following.unit == "百分点":
            shared[index] = one._replace(unit="百分点")
        elif not one.unit and following.unit:
            scale = following.scale if one.scale == 1 else 1
            value = None if one.value is None else one.value * scale
            shared[index] = one._replace(unit=following.unit, value=value)
    return tuple(shared)


def _about(text: str, quantity: Quantity) -> Quantity:
    """约占全市的四成, 不到上年的一半: the word of approximation stands farther before it."""
    if quantity.word or quantity.bound is Bound.BLANK:
        return quantity
    before = text[max(0, quantity.start - 24) : quantity.start]
    bound, word = bound_before(before, quantity.unit)
    if quantity.bound is not Bound.EXACT:
        return quantity._replace(word=word)
    if _ABOUT.search(before[-16:]):
        return quantity._replace(bound=Bound.ABOUT)
    return quantity._replace(bound=bound, word=word)


def _placed(subject: Subject, figures: tuple[Figure, ...], offset: int, *, planned: bool) -> list[Placed]:
    placed: list[Placed] = []
    for index, figure in enumerate(figures):
        role, direction = role_of(figure, planned=planned, report_year=subject.year)
        if figure.position and placed:
            first = placed[figure.first]
            if _shares_role(figure):
                role, direction = first.role, _listed_direction(first, figure)
        placed.append(Placed(figure, role, direction, offset + index))
    return placed


def _listed_direction(first: Placed, figure: Figure) -> Direction | None:
    """The direction of the list's first figure; where signs tell (-12%、+5%), that of the figure's own."""
    if first.direction is None or not (first.figure.quantity.sign or figure.quantity.sign):
        return first.direction
    return Direction.DOWN if figure.quantity.sign == "-" else Direction.UP


def _shares_role(figure: Figure) -> bool:
    """Whether a figure of a list has the role of the first: not so 突破1900万户 after 净增98万户."""
    own_word = figure.quantity.start < figure.quantity.number_start and figure.item is None
    return not figure.before.strip("、，和及与以 ") and not own_word


def _scopes(subject: Subject, placed: list[Placed]) -> list[Scope]:
    figures = tuple((one.figure, one.role) for one in placed)
    return list(scopes_of(subject.normal, figures, subject.around))


def _statements(
    subject: Subject, placed: list[Placed], scopes: list[Scope], found: Links, *, planned: bool
) -> tuple[Statement, ...]:
    following = (*(one.figure for one in placed[1:]), None)
    years = [
        _year(subject, one, after, planned=planned) for one, after in zip(placed, following, strict=False)
    ]
    facts = [(year, scope.place, scope.kind, scope.words) for year, scope in zip(years, scopes, strict=True)]
    links = without_parts(subject.normal, placed, found, facts, subject.rules.frames)
    return tuple(
        _dated_statement(subject, one, scope, links.get(one.index) or found.guesses(one.index), year)
        for one, scope, year in zip(placed, scopes, years, strict=True)
    )


def _dated_statement(
    subject: Subject, one: Placed, scope: Scope, link: Link | tuple[str, ...], year: int
) -> Statement:
    planned_change = one.role is Role.TARGET and one.direction is not None
    base = base_year_of(one.figure, year, Role.CHANGE if planned_change else one.role)
    if _PART.search(one.figure.clause):
        scope = scope._replace(kind=ScopeKind.PART)
    return statement_of(subject, one, scope, link, (year, base))


def _year(subject: Subject, one: Placed, following: Figure | None, *, planned: bool) -> int:
    if one.role is not Role.TARGET:
        return year_of(one.figure, subject.year, one.role, following)
    words = subject.normal[one.figure.sentence.start : one.figure.quantity.start]
    return future_year(words, subject.year) or subject.year + 1


def statement_of(
    subject: Subject, one: Placed, scope: Scope, said: Link | tuple[str, ...], when: tuple[int, int | None]
) -> Statement:
    """The next figure of the text as a statement; `said` is its link, or metrics that it may be."""
    link = said if isinstance(said, Link) else None
    guesses = () if isinstance(said, Link) else said
    quantity, sentence = one.figure.quantity, one.figure.sentence
    year, base = when
    words = subject.text[sentence.start : sentence.end]
    written = subject.text[quantity.start : quantity.end]
    scope_words = _as_printed(subject, scope.words, sentence.start, quantity.end)
    unit = quantity.unit or (subject.rules.metrics[link.metric].unit if link else "")
    around = subject.normal[sentence.start : quantity.start], subject.normal[quantity.end : sentence.end]
    first_month, last_month = months_of(*around, year)
    return Statement(
        statement_id=subject.ids.next_of(words, written),
        report_id=subject.report_id,
        section=sentence.section,
        sentence=words,
        text=written,
        char_start=quantity.start,
        char_end=quantity.end,
        value=exact(quantity.value),
        value_high=exact(quantity.value_high),
        unit=unit,
        bound=quantity.bound,
        role=one.role,
        direction=one.direction,
        year=year,
        base_year=base,
        place=scope.place,
        scope=scope_words,
        scope_kind=scope.kind,
        metric=link.metric if link else None,
        basis=Basis.STATED,
        rule=link.rule if link else None,
        link_basis=link.basis if link else None,
        certainty=link.certainty if link else None,
        suggestions=tuple(dict.fromkeys(guesses))[:_MOST_SUGGESTIONS],
        first_month=first_month,
        last_month=last_month,
    )


def _as_printed(subject: Subject, words: str | None, start: int, end: int) -> str | None:
    """Words of the normalised text in the text's own characters, where they stand before `end`."""
    position = subject.normal.rfind(words, start, end) if words else -1
    return subject.text[position : position + len(words)] if words and position >= 0 else words


def exact(value: Decimal | None) -> Decimal | None:
    """The value as the tables hold it: six decimals, without trailing zeros."""
    if value is None:
        return None
    rounded = value.quantize(_EXACT, ROUND_HALF_EVEN).normalize()
    # the exponent is a letter where there is no number alone
    return rounded if rounded.as_tuple().exponent <= 0 else rounded.quantize(Decimal(1))  # type: ignore[operator]
