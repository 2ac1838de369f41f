"""An evaluation in the terminal: scores, what was missed, invented or read wrong, and what changed since."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from flows.console import VisibleConsole
from flows.evaluation.matching import ATTRIBUTES, Outcome, OutcomeKind
from flows.evaluation.reports import Evaluation, evaluate
from flows.evaluation.results import (
    Change,
    annotated_fields,
    changes_between,
    evaluation_json,
    figure_sentence,
    figure_text,
    read_result,
    stated_fields,
)
from flows.evaluation.scores import Score, Scores
from load.labels import CERTAINTIES
from transform.rules import Rules, load_rules

_SCORE_HEADS = ("标注 annotated", "识别 read", "正确 right", "召回 recall", "精确 precision", "F1")
_ATTRIBUTE_HEADS = {
    "unit": "单位 unit",
    "bound": "界限 bound",
    "role": "作用 role",
    "direction": "方向 direction",
    "year": "年份 year",
    "place": "地区 place",
}


def run(
    folder: Path | str,
    *,
    misses: bool = False,
    as_json: bool = False,
    against: Path | str | None = None,
    rules: Rules | None = None,
    console: Console | None = None,
) -> Evaluation:
    """Evaluate a folder and write the result to `console` (standard output): tables, or JSON alone.

    Raises SettingsError on bad annotations or a file for `against` that is no result.
    """
    earlier = read_result(Path(against)) if against else None
    evaluation = evaluate(Path(folder), rules or load_rules())
    out = console or VisibleConsole()
    result = evaluation_json(evaluation)
    changes = changes_between(earlier, result) if earlier is not None else None
    if as_json:
        since = {} if changes is None else {"changes": [asdict(change) for change in changes]}
        out.file.write(json.dumps(result | since, ensure_ascii=False, indent=1) + "\n")
        return evaluation
    out.print(score_view(evaluation))
    for line in miss_lines(evaluation) if misses else ():
        out.print(line, soft_wrap=True)
    for line in change_lines(changes) if changes is not None else ():
        out.print(line, soft_wrap=True)
    return evaluation


def score_view(evaluation: Evaluation) -> RenderableType:
    """Tables of statements, metrics and attributes, a row a report and one for all; then faults.

    Between them the links of all reports by how sure they are.
    """
    statements = _table("陈述 Statements", _SCORE_HEADS)
    metrics = _table("陈述与指标 Statements with their metric", _SCORE_HEADS)
    attributes = _table("属性正确率 Attributes of matched statements", _ATTRIBUTE_HEADS.values())
    for name, scores in _rows(evaluation):
        statements.add_row(name, *_score_cells(scores.statements))
        metrics.add_row(name, *_score_cells(scores.metrics))
        attributes.add_row(name, *(_percent(scores.accuracy(attribute)) for attribute in ATTRIBUTES))
    links = _table("各把握程度的指标 Links by certainty, all reports", _SCORE_HEADS)
    for certainty, score in evaluation.scores.by_certainty:
        links.add_row(CERTAINTIES[certainty], *_score_cells(score))
    return Group(statements, metrics, links, attributes, *(Text(line) for line in _fault_lines(evaluation)))


def _table(title: str, heads: Iterable[str]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("报告\nreport", no_wrap=True)
    for head in heads:
        table.add_column(head.replace(" ", "\n", 1), justify="right", no_wrap=True)
    return table


def _rows(evaluation: Evaluation) -> Iterator[tuple[str, Scores]]:
    for report in evaluation.reports:
        yield report.report_id, report.scores
    yield "全部 all", evaluation.scores


def _score_cells(score: Score) -> tuple[str, ...]:
    counts = (score.annotated, score.predicted, score.right)
    return (*map(str, counts), *map(_percent, (score.recall, score.precision, score.f1)))


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _fault_lines(evaluation: Evaluation) -> Iterable[str]:
    return (f"{report.report_id}: {fault}" for report in evaluation.reports for fault in report.faults)


def miss_lines(evaluation: Evaluation) -> tuple[Text, ...]:
    """Every figure missed, invented or read wrong: where it stands, what was expected, what was got."""
    lines = tuple(
        line
        for report in evaluation.reports
        for outcome in report.outcomes
        for line in _miss_lines(report.report_id, outcome)
    )
    return lines or (Text("无差错 nothing missed, invented or wrong"),)


def _miss_lines(report_id: str, outcome: Outcome) -> Iterator[Text]:
    kind = _miss_kind(outcome)
    if not kind:
        return
    sentence = " ".join(figure_sentence(outcome).split())
    start = outcome.span.start if outcome.span else "-"
    yield Text.assemble((kind, "bold"), f" {report_id} @{start} 【{figure_text(outcome)}】 {sentence}")
    expected = annotated_fields(outcome.expected) if outcome.expected else {}
    got = stated_fields(outcome.got) if outcome.got else {}
    if outcome.expected and outcome.got:
        for name in outcome.wrong:
            rule = f" (rule {got['rule']})" if name == "metric" and got["rule"] else ""
            note = " (not scored)" if name == "base_year" else ""
            yield Text(f"    {name}{note}: expected {expected[name]}, got {got[name]}{rule}")
        return
    words = "expected" if expected else "got"
    yield Text(
        f"    {words}: " + ", ".join(f"{k}={v}" for k, v in (expected or got).items() if v is not None)
    )


def _miss_kind(outcome: Outcome) -> str:
    if outcome.kind in (OutcomeKind.MISSED, OutcomeKind.INVENTED):
        return outcome.kind.value
    scored = [name for name in outcome.wrong if name != "base_year"]
    if scored:
        return f"wrong {', '.join(scored)}"
    return "note base_year" if outcome.wrong else ""


def change_lines(changes: tuple[Change, ...]) -> tuple[Text, ...]:
    """What was gained, lost and changed against the earlier result, by report and character."""
    if not changes:
        return (Text("与前次相同 nothing gained, lost or changed"),)
    lines = [Text("与前次比较 Since the earlier result", style="italic")]
    for change in changes:
        where = (
            f" {change.report_id} @{change.char_start} 【{change.text}】 {' '.join(change.sentence.split())}"
        )
        lines.append(Text.assemble((change.kind, "bold"), where))
        lines += [Text(f"    before: {change.before}")] if change.before else []
        lines += [Text(f"    now:    {change.now}")] if change.now else []
    counts = {kind: sum(change.kind == kind for change in changes) for kind in ("gained", "lost", "changed")}
    return (*lines, Text(", ".join(f"{count} {kind}" for kind, count in counts.items())))
