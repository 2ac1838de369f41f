"""The metric catalogue in the terminal."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flows.metric_catalogue.changes import NewWord
from flows.metric_catalogue.checking import Finding, Level
from flows.metric_catalogue.leave_one_out import Fate, LeftOut
from transform.linking.frames import frame_settings, names_in
from warehouse.lexicon import Lexicon
from warehouse.records import Metric

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]
_STYLES = {Level.ERROR: "bold red", Level.WARNING: "yellow"}
_MOST_WORDS = 12
_MOST_LINKS = 12
_WIDE = 170
"""Columns from which on a terminal has room for all that is told of a metric, side by side."""
_COUNTED = ("语句 statements", "存疑 likely", "数值 figures", "地区 places", "年份 years")


def findings_view(findings: Sequence[Finding]) -> RenderableType:
    """A line a finding, errors last, where a terminal ends, and a line of counts."""
    errors = sum(finding.level is Level.ERROR for finding in findings)
    lines = [
        Text.assemble(
            (f"{finding.level.value} ", _STYLES[finding.level]),
            f"{finding.metric} {finding.kind}: ",
            finding.words,
        )
        for finding in sorted(findings, key=lambda finding: finding.level, reverse=True)
    ]
    return Group(*lines, Text(f"错误 errors {errors}, 警告 warnings {len(findings) - errors}"))


def new_words_view(words: Iterable[NewWord]) -> RenderableType:
    """New words, what they name, and the words that they hide from now on."""
    table = _table("新词 New words", ("词 word", "概念 concepts", "遮住 hides"))
    for one in words:
        hidden = ", ".join(f"{word} ({' '.join(sorted(named))})" for word, named in one.hidden)
        table.add_row(Text(one.word), " ".join(sorted(one.concepts)), Text(hidden))
    return table


def leave_one_out_view(found: Sequence[LeftOut]) -> RenderableType:
    """How examples fare without a wording that they use, by the kind of wording."""
    heads = ("去掉 left out", "个数 wordings", "保留 kept", "失去 lost", "误链 to another metric")
    table = _table("去一留余 Leave one wording out", heads)
    for kind in dict.fromkeys(one.kind for one in found):
        fates = sum((one.fates for one in found if one.kind == kind), Counter[Fate]())
        shares = (f"{fates[fate]} ({fates[fate] / fates.total():.0%})" for fate in Fate)
        table.add_row(kind, str(sum(one.kind == kind for one in found)), *shares)
    return table


def list_view(metrics: Iterable[Metric], counts: "pa.Table | None", width: int) -> RenderableType:
    """One row a metric; with what the warehouse knows where there is one, as far as a terminal has room."""
    known = {row["metric"]: row for row in counts.to_pylist()} if counts is not None else {}
    shown = [(metric, _counts(known.get(metric.id))) for metric in metrics]
    if width < _WIDE:
        return _narrow_list(shown, has_counts=bool(known))
    heads = ("指标 metric", "名称 label", "单位 unit", "句式 frames")
    table = _table("指标 Metrics", (*heads, *(_COUNTED if known else ())))
    table.columns[0].no_wrap = True
    for metric, cells in shown:
        facts = (metric.id, metric.label_zh, metric.unit, str(len(metric.frames)))
        table.add_row(*facts, *(cells if known else ()))
    return table


def _narrow_list(shown: Sequence[tuple[Metric, tuple[str, ...]]], *, has_counts: bool) -> RenderableType:
    """Ids stay whole, as they are copied."""
    table = Table(title="指标 Metrics", title_justify="left")
    table.add_column("指标 metric", no_wrap=True)
    for head in _COUNTED[2:] if has_counts else ():
        table.add_column(head, overflow="fold", no_wrap=head == _COUNTED[-1])
    for metric, cells in shown:
        name = Text(f"{metric.label_zh} ({metric.unit})\n{metric.id}")
        table.add_row(name, *(cells[2:] if has_counts else ()))
    return table


def _counts(row: Row | None) -> tuple[str, ...]:
    if row is None:
        return ("",) * len(_COUNTED)
    years = f"{row['first_year']}–{row['last_year']}" if row["first_year"] else ""
    return (*(str(row[f"n_{name}"]) for name in ("statements", "likely", "figures", "places")), years)


def metric_view(metric: Metric, lexicon: Lexicon, links: Sequence[Row]) -> RenderableType:
    """One metric: what it is, how it is said, examples, and what links to it in the warehouse."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(no_wrap=True, style="bold")
    facts.add_column(overflow="fold")
    for head, words in _facts(metric):
        facts.add_row(head, Text(words))
    parts: list[RenderableType] = [facts, _frames_table(metric, lexicon)]
    for head, sentences in (
        ("例句 Examples", metric.examples),
        ("反例 Counter-examples", metric.counter_examples),
    ):
        if sentences:
            parts += [Text(f"\n{head}", style="italic"), *(Text(f"  {sentence}") for sentence in sentences)]
    return Group(*parts, *([_links_table(links)] if links else []))


def _facts(metric: Metric) -> Iterable[tuple[str, str]]:
    yield "指标 metric", metric.id
    yield "名称 label", f"{metric.label_zh} · {metric.label_en}"
    yield "定义 definition", metric.definition
    yield "单位 unit", "、".join(dict.fromkeys((metric.unit, *metric.units)))
    yield "种类 kind", f"{metric.kind}, better {metric.better}"
    if metric.plausible:
        yield "合理范围 plausible", f"{metric.plausible[0]}–{metric.plausible[1]}"
    for name in ("beside", "not_with", "not_by", "not_under", "by_unit", "roles"):
        if words := getattr(metric, name):
            yield name, " ".join(words)
    if metric.any_words:
        yield "any_words", "true"


def _frames_table(metric: Metric, lexicon: Lexicon) -> Table:
    table = _table("\n句式 Frames", ("句式 frame", "概念 concept", "词 words"))
    told: set[str] = set()
    for frame in metric.frames:
        words = frame_settings(frame)[0]
        names = [name for word in words for name in names_in(word)]
        fresh = [name for name in names if name not in told]
        told.update(fresh)
        for place, name in enumerate(fresh or [""]):
            table.add_row(frame if place == 0 else "", name, Text(_words(name, lexicon)))
    return table


def _words(concept: str, lexicon: Lexicon) -> str:
    if members := lexicon.groups.get(concept):
        return " | ".join(sorted(members))
    if members := lexicon.sums.get(concept):
        return " + ".join(sorted(members))
    words = sorted(
        (word for word, named in lexicon.words.items() if concept in named), key=lambda w: (len(w), w)
    )
    more = len(words) - _MOST_WORDS
    return "、".join(words[:_MOST_WORDS]) + (f" … +{more}" if more > 0 else "")


def _links_table(links: Sequence[Row]) -> Table:
    heads = ("条数 n", "把握 certainty", "依据 rests on", "句式 frame", "例 sentence")
    table = _table("\n库中链接 Links in the warehouse", heads)
    for row in links[:_MOST_LINKS]:
        frame = (row["rule"] or "").partition(":")[2]
        cells = (row["certainty"] or "", row["link_basis"] or "", Text(frame), Text(row["sentence"][:60]))
        table.add_row(str(row["n"]), *cells)
    return table


def unknown_view(rows: Sequence[Row]) -> RenderableType:
    """Unknown words with how often they barred a figure, from which metric, and where."""
    if not rows:
        return Text("没有未识词 no unknown words bar a figure")
    table = _table(
        "未识词 Unknown words", ("词 words", "条数 n", "报告 reports", "指标 metric", "例 excerpt")
    )
    for row in rows:
        cells = (str(row["n"]), str(row["n_reports"]), row["metric"] or "", Text(row["excerpt"] or ""))
        table.add_row(Text(row["words"]), *cells)
    return table


def proposals_view(rows: Sequence[Row]) -> RenderableType:
    """Sentences that reviewers assigned to metrics, as examples to put into the metric's TOML."""
    if not rows:
        return Text("没有新的说法 no wordings are proposed")
    lines = []
    for metric, group in groupby(rows, key=lambda row: str(row["metric"])):
        family, _, name = metric.partition(".")
        found = list(group)
        lines.append(Text(f"# warehouse/metrics/{family}.toml [{name}] {found[0]['label_zh'] or ''}", "bold"))
        lines += [line for row in found for line in _proposal(row)]
    return Group(*lines)


def _proposal(row: Row) -> tuple[Text, Text]:
    linked = f", linked to {row['linked_to']}" if row["linked_to"] else ""
    who = f"{row['reviewer']}, {row['decided_at']:%Y-%m-%d}"
    told = f"# {row['text']} in {row['report_id']} {row['section']}{linked}: {who}"
    return Text(told, "dim"), Text(f"examples = [{json.dumps(row['sentence'], ensure_ascii=False)}]")


def _table(title: str, heads: Iterable[str]) -> Table:
    table = Table(title=title, title_justify="left")
    for head in heads:
        table.add_column(head, overflow="fold")
    return table
