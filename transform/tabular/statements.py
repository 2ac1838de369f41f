"""Statements of table cells: the words of row and column say what is counted, the row whose it is."""

from collections.abc import Sequence

from transform.linking import Frames, Link, link_cell, suggest
from transform.linking.mentions import Mention
from transform.linking.setting import Setting, setting_of
from transform.linking.words import Words
from transform.sense.context import Placed, lone_figure
from transform.sense.months import months_of
from transform.sense.scopes import scope_of
from transform.sense.subjects import without_scopes
from transform.sense.surroundings import Scope
from transform.statements import Subject, above, statement_of
from transform.tabular.cells import Cell
from transform.tabular.columns import Measure, is_silent
from transform.text.outline import Sentence
from warehouse.lexicon import Kind
from warehouse.records import Certainty, LinkBasis, Role, ScopeKind, Statement
from warehouse.units import MONEY


def read_cells(subject: Subject, cells: Sequence[Cell]) -> list[Statement]:
    """The statements of one table's cells, in their order.

    What is counted the column's head and the row's label say, whose it is the label. A change or a rank is
    one of the level beside it. An amount of money whose unit nothing tells is linked to nothing.
    """
    links = [_link(subject, cell) for cell in cells]
    for number, cell in enumerate(cells):
        if cell.of is not None:
            level = links[cell.of]
            links[number] = _companion(level) if isinstance(level, Link) else ()
    return [_statement(subject, cell, link) for cell, link in zip(cells, links, strict=True)]


def _companion(level: Link) -> Link:
    return Link(level.metric, f"{level.metric}:inherited", LinkBasis.TABLE, level.certainty)


def _link(subject: Subject, cell: Cell) -> Link | tuple[str, ...]:
    """The link of a cell that stands for itself, or the metrics that it may be."""
    if cell.of is not None or cell.column.measure is Measure.SHARE:
        return ()
    link = _linked_cell(subject, cell, _sentence(cell))
    if isinstance(link, Link) and not cell.quantity.unit and subject.rules.metrics[link.metric].unit == MONEY:
        return ()
    return link


def _statement(subject: Subject, cell: Cell, link: Link | tuple[str, ...]) -> Statement:
    sentence = _sentence(cell)
    year = cell.year or (subject.year - 1 if cell.column.last_year else subject.year)
    is_change = cell.role in {Role.CHANGE, Role.CHANGE_RATE}
    base = (cell.column.base_year or year - 1) if is_change else None
    words = f"{cell.column.head}{cell.label}"
    placed = Placed(lone_figure(cell.quantity, sentence, words), cell.role, cell.direction, 0)
    said = statement_of(subject, placed, _scope(subject, cell, sentence), link, (year, base))
    first_month, last_month = months_of(f"{cell.caption}，{cell.label}，{cell.column.head}", "", year)
    return said._replace(char_end=cell.quantity.end, first_month=first_month, last_month=last_month)


def _sentence(cell: Cell) -> Sentence:
    return Sentence(cell.row.block.start, cell.row.block.end, cell.row.sentences[0].section)


def _scope(subject: Subject, cell: Cell, sentence: Sentence) -> Scope:
    whole = Scope(None, ScopeKind.WHOLE, subject.place)
    if cell.total:
        return whole
    if code := subject.around.names.code_of(cell.label):
        return Scope(cell.label, ScopeKind.AREA, code)
    figure = lone_figure(cell.quantity, sentence, f"{cell.label}，")
    return scope_of(subject.normal, figure, subject.around, Role.LEVEL, whole)


def _linked_cell(subject: Subject, cell: Cell, sentence: Sentence) -> Link | tuple[str, ...]:
    """The link of a cell by its label and head, and by the table's caption where these name no noun.

    Metrics that it may be, where none is clear.
    """
    frames = subject.rules.frames
    label = "" if cell.total else without_scopes(cell.label, subject.around)
    head = "" if is_silent(cell.column.head) else cell.column.head
    caption, own = f"{cell.caption} ", f"{label} {head}"
    words, low = f"{caption}{own}", len(caption)
    mentions = frames.scanner.scan(words, 0, len(words))
    if not any(_names(mention, frames) for mention in mentions if mention.start >= low):
        # the caption's nearest line that names a noun
        last = next((one.start for one in reversed(mentions) if _names(one, frames)), 0)
        low = words.rfind("\n", 0, last) + 1
    one = Placed(lone_figure(cell.quantity, sentence, words[low:]), Role.LEVEL, None, 0)
    setting = setting_of(words, (0, 0), mentions, (one,), above(subject, cell.row), subject.around)
    before = tuple(setting.between(low, len(words)))
    clause = tuple(setting.between(0, low))
    end = len(words)
    said = Words(
        start=end,
        end=end,
        low=low,
        high=end,
        before=before,
        after=(),
        clause=clause,
        beyond=(),
        clause_start=0,
        sentence_start=0,
    )
    link = link_cell(setting, said, one, frames) or _by_one_noun(setting, said, one, frames)
    if link is None:
        return suggest(setting, said, one, frames)
    return Link(link.metric, link.rule, LinkBasis.TABLE, Certainty.CERTAIN)


def _by_one_noun(setting: Setting, said: Words, one: Placed, frames: Frames) -> Link | None:
    """The link of a cell by one noun of a caption that tells several; None where two tell of two metrics.

    调解成功 under 矛盾纠纷化解与法律服务: none of a caption's nouns is a rival of the others.
    """
    nouns = [mention for mention in said.clause if _names(mention, frames)]
    links = [link_cell(setting, said._replace(clause=(noun,)), one, frames) for noun in nouns]
    found = {link.metric: link for link in links if link is not None}
    return found.popitem()[1] if len(found) == 1 else None


def _names(mention: Mention, frames: Frames) -> bool:
    return any(frames.scanner.kinds[concept] is not Kind.GENERIC for concept in mention.concepts)
