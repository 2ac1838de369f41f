"""What Prefect's page tells of a run besides its failures: what was read and why, figures, checks, times."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flows.record.outcomes import Outcome, RunSummary, Why, cell

_MOST = 40
"""Reports that are named for each reason; the table artifact has all."""
_TITLES = {
    Why.NEW: "新报告 New",
    Why.PAGE: "网页有变 Page changed",
    Why.RULES: "规则有变 Code, rules or catalogue's row changed",
    Why.PROGRAM: "先前缺程序 A program was lacking before",
    Why.ASKED: "要求重读 Asked for",
}
_KINDS = {
    "statements": "报告所述 stated",
    "linked": "其中已对上指标 of them linked to a metric",
    "derived": "推算 derived",
    "exclusions": "不作数据 excluded, with the reason",
    "issues": "问题 issues",
    "observations": "取用值 observations",
    "disagreeing": "说法不一 told differently",
    "unsettled": "未定 unsettled",
}
_STAGES = {
    "choose": "选定 choose",
    "fetch": "抓取 fetch",
    "read": "读取 read",
    "load": "入库 load",
    "export": "导出 export",
}


def read_markdown(summary: RunSummary) -> str:
    """The reports that were read in this run, by the reason, with their figures; empty where none was."""
    named = ((why, summary.read_because(why)) for why in Why)
    return "\n\n".join(_read(why, outcomes) for why, outcomes in named if outcomes)


def _read(why: Why, outcomes: Sequence[Outcome]) -> str:
    rows = [(f"{one.report_id} {one.place_name}", one.statements) for one in outcomes[:_MOST]]
    more = f"\n\n… {len(outcomes) - _MOST}" if len(outcomes) > _MOST else ""
    return f"### {_TITLES[why]}: {len(outcomes)}\n\n{_table(('报告 report', '数据 figures'), rows)}{more}"


def figures_markdown(counts: Mapping[str, int], checks: Iterable[Mapping[str, object]]) -> str:
    """The warehouse's figures by kind (`counts` of a comparison's Summary), and what its checks found."""
    kinds = _table(("种类 kind", "数量 count"), [(words, counts[name]) for name, words in _KINDS.items()])
    found = [(f"{one['check_name']}", f"{one['severity']}", f"{one['n']}") for one in checks]
    checked = _table(("检查 check", "轻重 severity", "次数 count"), found) if found else "无 nothing found"
    return f"### 数据 Figures\n\n{kinds}\n\n### 检查 Checks\n\n{checked}"


def times_markdown(summary: RunSummary) -> str:
    """The seconds of each stage; empty where they are not known."""
    rows = [(_STAGES.get(stage, stage), f"{seconds:.1f}") for stage, seconds in summary.seconds]
    return f"### 用时 Time\n\n{_table(('阶段 stage', '秒 seconds'), rows)}" if rows else ""


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return "\n".join(_lines(heads, rows))


def _lines(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell(str(one)) for one in row)} |"
