"""An evaluation in the terminal: scores, what was missed, invented or read wrong, and what changed since."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

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
from transform.rules import Rules, load_rules

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
    out = console or Console()
    result = evaluation_json(evaluation)
    changes = changes_between(earlier, result) if earlier is not None else None
    if as_json:
        since = {} if changes is None else {"changes": [asdict(change) for change in changes]}
        out.file.write(json.dumps(result | since, ensure_ascii=False, indent=1) + "\n")
        return evaluation
    out.print(score_view(evaluation))
    if misses:
        for line in miss_lines(evaluation):
            out.print(line, soft_wrap=True)
    if changes is not None:
        out.print(changes_view(changes))
    return evaluation


def score_view(evaluation: Evaluation) -> RenderableType:
    """One table of statements and metrics, one of attributes, a row a report and one for all; then faults."""
    figures = Table("报告 report", title="识别 Statements and metrics", title_justify="left")
    for head in ("标注 annotated", "识别 read", "正确 right", "召回 recall", "精确 precision", "F1"):
        figures.add_column(head, justify="right")
    for head in ("指标 metric recall", "指标 metric precision", "指标 metric F1"):
        figures.add_column(head, justify="right")
    attributes = Table(
        "报告 report", title="属性正确率 Attributes of matched statements", title_justify="left"
    )
    for name in ATTRIBUTES:
        attributes.add_column(_ATTRIBUTE_HEADS[name], justify="right")
    for name, scores in _rows(evaluation):
        figures.add_row(name, *_score_cells(scores))
        attributes.add_row(name, *(_percent(scores.accuracy(attribute)) for attribute in ATTRIBUTES))
    return Group(figures, attributes, *(Text(line) for line in _fault_lines(evaluation)))


def _rows(evaluation: Evaluation) -> Iterator[tuple[str, Scores]]:
    for report in evaluation.reports:
        yield report.report_id, report.scores
    yield "全部 all", evaluation.scores


def _score_cells(scores: Scores) -> tuple[str, ...]:
    counts = (scores.statements.annotated, scores.statements.predicted, scores.statements.right)
    return (*map(str, counts), *_shares(scores.statements), *_shares(scores.metrics))


def _shares(score: Score) -> tuple[str, str, str]:
    return _percent(score.recall), _percent(score.precision), _percent(score.f1)


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
    yield Text.from_markup(
        f"[bold]{kind}[/] {report_id} @{start} 【{escape(figure_text(outcome))}】 {escape(sentence)}"
    )
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
    return f"wrong {', '.join(outcome.wrong)}" if outcome.wrong else ""


def changes_view(changes: tuple[Change, ...]) -> RenderableType:
    """What was gained, lost and changed against the earlier result, by report and character."""
    if not changes:
        return Text("与前次相同 nothing gained, lost or changed")
    table = Table(title="与前次比较 Since the earlier result", title_justify="left")
    for head in (
        "变化 change",
        "报告 report",
        "字符 character",
        "数字 figure",
        "前 before",
        "后 now",
        "句子 sentence",
    ):
        table.add_column(head, overflow="fold")
    for change in changes:
        cells = (
            change.kind,
            change.report_id,
            str(change.char_start),
            change.text,
            change.before,
            change.now,
        )
        table.add_row(*map(escape, cells), escape(" ".join(change.sentence.split())))
    counts = {kind: sum(change.kind == kind for change in changes) for kind in ("gained", "lost", "changed")}
    return Group(table, Text(", ".join(f"{count} {kind}" for kind, count in counts.items())))
