"""One inspected report in the terminal: its head, statements by section, then exclusions and issues."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from flows.inspection.report import Inspection, sentence_span
from flows.inspection.unbroken import Unbroken
from flows.inspection.unlinked import why_none_is_linked
from warehouse.metrics import load_metrics
from warehouse.records import Basis, Bound, Certainty, Direction, Exclusion, Legibility, Role, Statement

_SIGNS = {
    Bound.EXACT: "",
    Bound.ABOUT: "≈",
    Bound.MORE_THAN: ">",
    Bound.AT_LEAST: "≥",
    Bound.LESS_THAN: "<",
    Bound.AT_MOST: "≤",
    Bound.BLANK: "",
}
_ROLES = {
    Role.LEVEL: "水平 level",
    Role.CHANGE: "变化 change",
    Role.CHANGE_RATE: "变化率 change rate",
    Role.GAP: "差距 gap",
    Role.RANK: "位次 rank",
    Role.REQUIREMENT: "要求 requirement",
    Role.TARGET: "目标 target",
}
_ARROWS = {Direction.UP: " ↑", Direction.DOWN: " ↓", None: ""}
_AROUND = 24
_AROUND_EXCLUSION = 8
_OF_NUMBERS = "0123456789.,%"
_WIDE = 110
"""Columns from which on a terminal has room for a figure as it is printed, beside its value."""


def inspection_view(inspection: Inspection, width: int, *, everything: bool = False) -> RenderableType:
    """Head and statements, for a terminal so wide; with `everything` also exclusions by reason and issues."""
    parts: list[RenderableType] = [_head(inspection), _statements(inspection, width)]
    if everything:
        parts += [_exclusions(inspection), _issues(inspection)]
    return Group(*parts)


def _head(inspection: Inspection) -> RenderableType:
    document = inspection.document
    published = document.published_on.isoformat() if document.published_on else None
    rows = {
        "标题 title": document.title,
        "地区 place": f"{inspection.place.name} {inspection.place.code}",
        "年份 year": str(inspection.year),
        "发布机构 publisher": document.publisher,
        "索引号 index number": document.index_number,
        "文号 document number": document.document_number,
        "发布日期 published on": published,
        "来源 source": document.source or document.site_name,
        "格式 format": document.format,
        "可读性 health": document.health.value,
        "字迹 legibility": _legibility(document.legibility),
        "数字 figures": _counts(inspection),
        "指标 metrics": why_none_is_linked(inspection.reading, len(load_metrics())),
        "注意 note": inspection.note,
    }
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, words in rows.items():
        if words:
            grid.add_row(Text(name, style="bold"), Text(words))
    return grid


def _legibility(counted: Legibility) -> str:
    counts = {
        "页面数码 digits of the body": counted.body_digits,
        "正文数码 of the text": counted.text_digits,
        "丢失 lost": counted.lost_digits,
        "无码字 unmapped": counted.unmapped,
        "乱码 replaced": counted.replaced,
        "重影 doubled": counted.doubled,
        "表格 tables": counted.tables,
        "不齐 ragged": counted.ragged_tables,
    }
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _counts(inspection: Inspection) -> str:
    reading = inspection.reading
    derived = sum(statement.basis is Basis.DERIVED for statement in reading.statements)
    counts = {
        "陈述 statements": len(reading.statements) - derived,
        "推算 derived": derived,
        "已归指标 linked": sum(statement.metric is not None for statement in reading.statements),
        "其中存疑 of them likely only (?)": sum(
            statement.certainty is Certainty.LIKELY for statement in reading.statements
        ),
        "排除 exclusions": len(reading.exclusions),
        "问题 issues": len(inspection.issues),
    }
    return ", ".join(f"{name} {count}" for name, count in counts.items())


def _statements(inspection: Inspection, width: int) -> RenderableType:
    if not inspection.reading.statements:
        return Text("没有数字 no figure found")
    labels = {metric.id: metric.label_zh for metric in load_metrics()}
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
    as_printed = width >= _WIDE  # else it is seen in its sentence alone
    if as_printed:
        table.add_column("数字 figure", no_wrap=True, overflow="fold", style="bold")
    table.add_column("值 value", no_wrap=True, overflow="fold")
    table.add_column("类型 kind", overflow="fold", width=11)
    table.add_column("年份 year", overflow="fold", width=6)
    table.add_column("范围 scope", overflow="fold", ratio=3)
    table.add_column("指标 metric", overflow="fold", ratio=5)
    table.add_column("句子 sentence", overflow="fold", ratio=12)
    for section, statements in groupby(inspection.reading.statements, key=lambda found: found.section):
        table.add_section()
        table.add_row(*[""] * (5 + as_printed), Text(f"§ {section or '—'}", style="dim"))
        for statement in statements:
            printed = [Text(statement.text)] * as_printed
            table.add_row(*printed, *_statement_cells(statement, inspection.document.text, labels))
    return table


def _metric(statement: Statement, labels: Mapping[str, str]) -> Text:
    """The metric, with ? where the link is likely only; in grey what an unlinked figure may be."""
    if statement.metric:
        doubt = "?" if statement.certainty is Certainty.LIKELY else ""
        return Text(f"{labels.get(statement.metric, statement.metric)}{doubt}")
    guesses = "、".join(labels.get(metric, metric) for metric in statement.suggestions)
    return Text("—").append(f"\n或{guesses}", style="dim") if guesses else Text("—")


def _statement_cells(statement: Statement, text: str, labels: Mapping[str, str]) -> Iterable[RenderableType]:
    derived = "推算 derived " if statement.basis is Basis.DERIVED else ""
    years = f"{statement.year}" + (f"\n较{statement.base_year}" if statement.base_year else "")
    yield Text(value_words(statement))
    yield Text(derived + _ROLES[statement.role] + _ARROWS[statement.direction])
    yield Text(years)
    yield Text(statement.scope or "—")
    yield _metric(statement, labels)
    yield Unbroken(Text(statement.derivation) if statement.derivation else _sentence(statement, text))


def value_words(statement: Statement) -> str:
    """Value with bound and unit: `≥85 %`, `30–40 件`, `— 个` for a blank."""
    if statement.value is None:
        return f"— {statement.unit} 空白 blank"
    words = _figure(statement.value)
    if statement.value_high is not None:
        words += f"–{_figure(statement.value_high)}"
    return f"{_SIGNS[statement.bound]}{words} {statement.unit}"


def _figure(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def _sentence(statement: Statement, text: str) -> Text:
    """The sentence, shortened to what is around the figure, with the figure highlighted."""
    span = sentence_span(statement, text)
    start, end = max(span.start, statement.char_start - _AROUND), min(span.end, statement.char_end + _AROUND)
    start = span.start + len(text[span.start : start].rstrip(_OF_NUMBERS))  # no half of another figure
    end = span.end - len(text[end : span.end].lstrip(_OF_NUMBERS))
    words = Text("…" if start > span.start else "")
    words.append(_one_line(text[start : statement.char_start]))
    words.append(_one_line(text[statement.char_start : statement.char_end]), style="bold reverse")
    words.append(_one_line(text[statement.char_end : end]))
    words.append("…" if end < span.end else "")
    return words


def _one_line(words: str) -> str:
    return words.replace("\n", " ")


def _exclusions(inspection: Inspection) -> RenderableType:
    by_reason: dict[str, list[Exclusion]] = defaultdict(list)
    for exclusion in inspection.reading.exclusions:
        by_reason[exclusion.reason].append(exclusion)
    table = Table(title="排除 Exclusions", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("原因 reason", no_wrap=True)
    table.add_column("数目 count", justify="right")
    table.add_column("原文 in the text", overflow="fold")
    for reason, exclusions in sorted(by_reason.items()):
        words = Text("  ").join(_in_context(exclusion, inspection.document.text) for exclusion in exclusions)
        table.add_row(reason, str(len(exclusions)), words)
    return table


def _in_context(exclusion: Exclusion, text: str) -> Text:
    before = text[max(0, exclusion.char_start - _AROUND_EXCLUSION) : exclusion.char_start]
    after = text[exclusion.char_end : exclusion.char_end + _AROUND_EXCLUSION]
    words = Text(before.rpartition("\n")[2])
    words.append(_one_line(exclusion.text), style="bold reverse")
    return words.append(after.partition("\n")[0])


def _issues(inspection: Inspection) -> RenderableType:
    if not inspection.issues:
        return Text("没有问题 no issues")
    table = Table(title="问题 Issues", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("问题 issue", no_wrap=True)
    table.add_column("字符 character", justify="right")
    table.add_column("说明 words", overflow="fold")
    for issue in inspection.issues:
        table.add_row(issue.kind, str(issue.char_start), Text(issue.words))
    return table
