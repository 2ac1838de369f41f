"""What became of each report and of the run: our own record, of which Prefect's artifacts are made."""

import json
import re
from collections import Counter
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path

from flows.files import write_whole
from warehouse.errors import FazhiError, LoadError
from warehouse.visible import visible

_MARKDOWN = re.compile(r"[\\`*_{}\[\]()<>#!~|&:]")

NOTHING_READ = "no report could be read"


class NothingReadError(FazhiError):
    """Not one report of the run could be read; the folder is where it was to be put."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(NOTHING_READ, str(data_dir), "the reasons stand above")
        self.args = (data_dir,)


class Status(StrEnum):
    """Read anew, left as it was, or failed."""

    READ = "read"
    UNCHANGED = "unchanged"
    FAILED = "failed"


class Why(StrEnum):
    """Why a report is read: it was never read, its page is another, its rules are, or it was asked for."""

    NEW = "new"
    PAGE = "page changed"
    RULES = "rules changed"
    PROGRAM = "program lacked"
    ASKED = "asked for"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report. `kind` says in one word why it failed, `words` in one line.

    `why` is the reason for which it was read in this run (Why), empty where it was not.

    `attachment` is the link of the report's own file, where the page holds nothing else; `lost` what a report
    that was read with holes has lost (lost_digits; ragged_table …), empty for one read whole.
    """

    report_id: str
    status: Status
    url: str
    place_name: str = ""
    kind: str = ""
    words: str = ""
    statements: int = 0
    attachment: str = ""
    lost: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did: outcomes in the catalogue's order, what it wrote, the catalogue's file.

    `exported` is where the site or the release lies that was asked for as well, else empty.
    `seconds` are those of each stage, in their order.
    """

    run_id: str
    outcomes: tuple[Outcome, ...]
    wrote_tables: bool = False
    wrote_database: bool = False
    wrote_workbook: bool = False
    statements: int = 0
    catalogue: str = ""
    exported: str = ""
    seconds: tuple[tuple[str, float], ...] = ()

    def count(self, status: Status) -> int:
        """How many reports ended so."""
        return Counter(outcome.status for outcome in self.outcomes)[status]

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """The reports that failed."""
        return tuple(outcome for outcome in self.outcomes if outcome.status is Status.FAILED)

    @property
    def with_holes(self) -> tuple[Outcome, ...]:
        """The reports that were read, now or before, and of which something was lost."""
        return tuple(outcome for outcome in self.outcomes if outcome.lost)

    def read_because(self, why: Why) -> tuple[Outcome, ...]:
        """The reports that were read in this run for one reason, also those that failed then."""
        return tuple(outcome for outcome in self.outcomes if outcome.why == why)

    @property
    def did_nothing(self) -> bool:
        """Whether everything was as it should be already."""
        return not (self.wrote_tables or self.wrote_database or self.wrote_workbook)

    @property
    def is_hopeless(self) -> bool:
        """Whether not one report of those asked for could be read."""
        return bool(self.outcomes) and len(self.failures) == len(self.outcomes)

    def line(self) -> str:
        """The run in one line."""
        counts = ", ".join(f"{self.count(status)} {status.value}" for status in Status)
        holes = f"; {len(self.with_holes)} of them with holes" if self.with_holes else ""
        return f"{len(self.outcomes)} reports: {counts}{holes}"

    def why_line(self) -> str:
        """Why reports were read, in one line; empty where none was."""
        counts = ((len(self.read_because(why)), why.value) for why in Why)
        return ", ".join(f"{count} {words}" for count, words in counts if count)


def write_summary(path: Path, summary: RunSummary) -> None:
    """Write the summary as JSON, whole or not at all."""
    write_whole(path, json.dumps(asdict(summary), ensure_ascii=False, indent=1).encode())


def failure_json(error: str) -> str:
    """A run that could not begin or go on, as one line of JSON for other schedulers."""
    return json.dumps({"status": "failed", "error": error}, ensure_ascii=False)


def summary_json(summary: RunSummary) -> str:
    """The run as one line of JSON for other schedulers: counts, what was written, and each failure."""
    error = NOTHING_READ if summary.is_hopeless else ""
    ended = {"status": "failed" if error else "succeeded", "error": error}
    said = asdict(replace(summary, outcomes=()))
    del said["outcomes"]
    counts = {status.value: summary.count(status) for status in Status}
    failures = [asdict(outcome) for outcome in summary.failures]
    told = ended | said | {"reports": len(summary.outcomes), **counts, "failures": failures}
    return json.dumps(told, ensure_ascii=False)


def read_summary(path: Path) -> RunSummary | None:
    """The last run's summary; None before the first run. Raises LoadError where the file is damaged."""
    try:
        table = json.loads(path.read_bytes())
        outcomes = tuple(Outcome(**row | {"status": Status(row["status"])}) for row in table["outcomes"])
        known = {field.name for field in fields(RunSummary)}
        summary = RunSummary(**{key: value for key, value in table.items() if key in known})
        seconds = tuple((str(stage), float(took)) for stage, took in summary.seconds)
        return replace(summary, outcomes=outcomes, seconds=seconds)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise LoadError(f"is damaged: {error}", str(path), "remove the file and run again") from error


def outcome_rows(summary: RunSummary) -> list[dict[str, str | int]]:
    """The table artifact: one row a report, failures first, at most a thousand rows of what went well."""
    ordered = sorted(summary.outcomes, key=lambda outcome: outcome.status is not Status.FAILED)
    return [
        {
            "报告 report": visible(outcome.report_id),
            "地区 place": visible(outcome.place_name),
            "结果 result": outcome.status.value,
            "缘由 why": outcome.why,
            "数据 figures": outcome.statements,
            "原因 reason": visible(f"{outcome.kind}: {outcome.words}") if outcome.kind else "",
            "缺漏 lost": visible(outcome.lost),
            "网址 address": visible(outcome.url),
        }
        for outcome in ordered[: len(summary.failures) + 1000]
    ]


def outcome_markdown(summary: RunSummary) -> str:
    """The run for Prefect's page: counts, what was written, and each failure."""
    written = [
        name
        for name, was_written in (
            ("Parquet", summary.wrote_tables),
            ("warehouse", summary.wrote_database),
            ("workbook", summary.wrote_workbook),
        )
        if was_written
    ]
    lines = [
        f"## {summary.line()}",
        "",
        f"{summary.statements} figures in the warehouse.",
        f"Written: {', '.join(written) or 'nothing, all as it was'}.",
    ]
    lines += ["", f"Made: `{visible(summary.exported)}`"] if summary.exported else []
    lines += ["", "| 报告 report | 原因 reason |", "|---|---|"] if summary.failures else []
    lines += [
        f"| {cell(o.report_id)} {cell(o.place_name)} | {cell(o.kind)}: {cell(o.words)} |"
        for o in summary.failures
    ]
    lines += ["", "| 报告 report | 缺漏 lost |", "|---|---|"] if summary.with_holes else []
    lines += [f"| {_named(o)} | {cell(o.lost)} |" for o in summary.with_holes]
    return "\n".join(lines)


def _named(outcome: Outcome) -> str:
    return cell(f"{outcome.report_id} {outcome.place_name}")


def cell(words: str) -> str:
    """Words as they are, in a table of Markdown: no link, no picture, no HTML, no column of their own."""
    return _MARKDOWN.sub(r"\\\g<0>", visible(words))
