"""Whether the metric catalogue means what it says: its own examples read, words that clash, gaps."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain

from transform.linking.frames import frame_settings, parse_frame
from transform.reading import read_report
from transform.rules import Rules, compile_rules
from warehouse.errors import CatalogueError
from warehouse.lexicon import Lexicon
from warehouse.metrics import Catalogue
from warehouse.places import load_places
from warehouse.records import Basis, Block, BlockKind, Document, Format, Metric, Statement
from warehouse.vocabulary import load_wording

EXAMPLE_PLACE, EXAMPLE_YEAR = "330700", 2017
"""Whose report, of which year, an example sentence is read as."""

_BETTER = ("higher", "lower", "neutral")
_MARKED = re.compile("【(?P<figure>[^【】]*)】")


class Level(StrEnum):
    """An error fails the check; a warning is for a person to weigh."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found about a metric: how grave, of which kind, in words."""

    metric: str
    level: Level
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Example:
    """An example sentence without its marks 【】, and where the marked figures stand in it."""

    text: str
    marks: tuple[tuple[int, int], ...]


Reader = Callable[[str], Sequence[Statement]]
"""Reads one sentence to its stated statements."""


class Tried:
    """A catalogue at work: its rules are compiled when they are first asked for, a sentence is read once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._read: dict[str, tuple[Statement, ...]] = {}

    @cached_property
    def rules(self) -> Rules:
        """The rules. Raises CatalogueError where a frame does not compile."""
        return compile_rules(self.catalogue.metrics, self.catalogue.lexicon, load_places())

    def read(self, sentence: str) -> tuple[Statement, ...]:
        """What is stated in one sentence."""
        if sentence not in self._read:
            self._read[sentence] = read_sentence(sentence, self.rules)
        return self._read[sentence]


def check_metrics(tried: Tried) -> tuple[Finding, ...]:
    """Check a catalogue; errors first. Examples are not read where a frame does not compile."""
    metrics = tried.catalogue.metrics
    findings = [*definition_findings(metrics, tried.catalogue.lexicon), *clash_findings(metrics)]
    if not any(finding.kind == "bad_frame" for finding in findings):
        findings += example_findings(metrics, tried.read)
    return tuple(sorted(findings, key=lambda finding: (finding.level, finding.metric, finding.kind)))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether the check fails: exit status 1."""
    return any(finding.level is Level.ERROR for finding in findings)


def read_sentence(sentence: str, rules: Rules) -> tuple[Statement, ...]:
    """What is stated in one sentence, read as a report of one paragraph (Jinhua 2017)."""
    document = Document("", sentence, (Block(BlockKind.PARAGRAPH, 0, len(sentence)),), Format.TXT)
    reading = read_report(document, EXAMPLE_PLACE, EXAMPLE_YEAR, rules)
    return tuple(statement for statement in reading.statements if statement.basis is Basis.STATED)


def definition_findings(metrics: Iterable[Metric], lexicon: Lexicon) -> Iterator[Finding]:
    """What each metric lacks or says wrong by itself: units, frames, range, examples."""
    known, aliases = _units()
    for metric in metrics:
        yield from _unit_findings(metric, known, aliases)
        yield from _frame_findings(metric, lexicon)
        if metric.better not in _BETTER:
            yield _error(metric, "bad_better", f"better is {metric.better!r}: write {', '.join(_BETTER)}")
        if not metric.frames:
            yield _error(metric, "no_frames", "has no frames: nothing can link to it")
        if not metric.examples:
            yield _warning(metric, "no_examples", "has no example sentence")
        if metric.plausible is None:
            yield _warning(metric, "no_plausible_range", "has no plausible range: no value is ever doubted")
        elif metric.plausible[0] > metric.plausible[1]:
            yield _error(metric, "bad_plausible_range", "plausible range ends before it begins")


def _units() -> tuple[set[str], dict[str, str]]:
    wording = load_wording("units")
    aliases: dict[str, str] = wording.get("canonical", {})
    known = {unit for units in wording.get("classes", {}).values() for unit in units}
    return known | set(aliases.values()), aliases


def _unit_findings(metric: Metric, known: set[str], aliases: dict[str, str]) -> Iterator[Finding]:
    if metric.unit in aliases:
        yield _error(
            metric, "bad_unit", f"unit {metric.unit} is stored as {aliases[metric.unit]}: write that"
        )
    if metric.units and metric.unit not in metric.units:
        yield _warning(metric, "own_unit_missing", f"its unit {metric.unit} is not among its units")
    of_frames = chain.from_iterable(sorted(frame_settings(frame)[2]) for frame in metric.frames)
    for unit in dict.fromkeys((metric.unit, *metric.units, *of_frames)):
        if unit not in known and unit not in aliases:
            yield _error(metric, "unknown_unit", f"unit {unit} is not in warehouse/wording/units.toml")


def _frame_findings(metric: Metric, lexicon: Lexicon) -> Iterator[Finding]:
    for frame in metric.frames:
        try:
            parse_frame(metric, frame, lexicon)
        except CatalogueError as error:
            yield _error(metric, "bad_frame", str(error))


def clash_findings(metrics: Sequence[Metric]) -> Iterator[Finding]:
    """What two metrics share that should tell them apart: a label, or a frame for the same units."""
    for words, owners in _owners(
        metrics, lambda metric: (metric.label_zh, metric.label_en, metric.definition)
    ):
        yield _error(
            owners[0], "same_words", f"label or definition {words!r} is also that of {_ids(owners[1:])}"
        )
    for frame, owners in _owners(metrics, lambda metric: metric.frames):
        yield from _double_claim(frame, owners)


def _double_claim(frame: str, owners: Sequence[Metric]) -> Iterator[Finding]:
    first = owners[0]
    for other in owners[1:]:
        if _units_of(first) & _units_of(other):
            yield _error(first, "double_claim", f"frame {frame!r} is also claimed by {other.id}")


def _owners(
    metrics: Iterable[Metric], words_of: Callable[[Metric], Iterable[str]]
) -> list[tuple[str, list[Metric]]]:
    """Words that more than one metric has, with these metrics."""
    owners: dict[str, list[Metric]] = defaultdict(list)
    for metric in metrics:
        for words in dict.fromkeys(words_of(metric)):
            owners[words].append(metric)
    return [(words, found) for words, found in owners.items() if len(found) > 1]


def _units_of(metric: Metric) -> set[str]:
    return set(metric.units or (metric.unit,))


def _ids(metrics: Iterable[Metric]) -> str:
    return ", ".join(metric.id for metric in metrics)


def parse_example(sentence: str) -> Example:
    """Take the marks out of an example sentence.

    >>> parse_example("收到复议申请【703件】，受理612件")
    Example(text='收到复议申请703件，受理612件', marks=((6, 10),))
    """
    marks: list[tuple[int, int]] = []
    for number, match in enumerate(_MARKED.finditer(sentence)):
        start = match.start() - 2 * number
        marks.append((start, start + len(match["figure"])))
    return Example(_MARKED.sub(r"\g<figure>", sentence), tuple(marks))


def example_findings(metrics: Sequence[Metric], reader: Reader) -> list[Finding]:
    """Examples whose marked figure (the one figure, if none is marked) does not link to their metric,
    counter-examples of which a figure does, and frames that link no example."""
    findings: list[Finding] = []
    used: set[str] = set()

    def read(sentence: str) -> Sequence[Statement]:
        statements = reader(sentence)
        used.update(found.rule for found in statements if found.rule)
        return statements

    for metric in metrics:
        findings += _failing_examples(metric, read)
        findings += _taken_counter_examples(metric, read)
    return findings + [found for metric in metrics for found in _dead_frames(metric, used)]


def _failing_examples(metric: Metric, read: Reader) -> Iterator[Finding]:
    for sentence in metric.examples:
        if words := _why_not(metric, parse_example(sentence), read):
            yield _error(metric, "example_fails", f"{sentence}: {words}")


def _taken_counter_examples(metric: Metric, read: Reader) -> Iterator[Finding]:
    for sentence in metric.counter_examples:
        taken = [found for found in read(parse_example(sentence).text) if found.metric == metric.id]
        if taken:
            yield _error(metric, "counter_example_taken", f"{sentence}: {_links(taken)}")


def _why_not(metric: Metric, example: Example, read: Reader) -> str:
    """Why an example does not hold; empty if it does."""
    statements = read(example.text)
    if not example.marks:
        linked = [found for found in statements if found.metric == metric.id]
        if len(linked) == 1:
            return ""
        return f"{len(linked)} figures link to it, not one: {_links(statements)}"
    for start, end in example.marks:
        at_mark = [found for found in statements if found.char_start < end and start < found.char_end]
        if not at_mark:
            return f"no figure is read at {example.text[start:end]}: {_links(statements)}"
        if any(found.metric != metric.id for found in at_mark):
            return _links(at_mark)
    return ""


def _links(statements: Sequence[Statement]) -> str:
    if not statements:
        return "no figure is read"
    return ", ".join(
        f"{found.text} → {found.metric or 'no metric'}" + (f" ({found.rule})" if found.rule else "")
        for found in statements
    )


def _dead_frames(metric: Metric, used: set[str]) -> Iterator[Finding]:
    """Frames that decided over no figure of any example: dead, or an example is missing."""
    dead = [frame for frame in metric.frames if f"{metric.id}:{frame}" not in used]
    if dead:
        yield _warning(metric, "dead_frames", f"no example is linked by {'; '.join(dead)}")


def _error(metric: Metric, kind: str, words: str) -> Finding:
    return Finding(metric.id, Level.ERROR, kind, words)


def _warning(metric: Metric, kind: str, words: str) -> Finding:
    return Finding(metric.id, Level.WARNING, kind, words)
