"""Word of a run by POST to one address: of failures, and of data worth a look. No run fails for want of it.

Worth a look are a report of a watched place that is new, and a figure read in this run that lies far from the
base year's. The body is JSON whose `text` says all in words, as Slack and Mattermost show it. The address may
hold a key and is told by its host alone.
"""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from flows.record.outcomes import Outcome, RunSummary, Why
from flows.settings import Settings
from load.engines.database import open_readonly
from load.questions.asking import ask
from warehouse.errors import FazhiError
from warehouse.visible import visible

_SECONDS = 10.0
"""All told; a server that answers by drops is left after as long."""
_MOST = 20
"""Rows of each kind that are named."""


Say = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class News:
    """What there is to tell of a run: failures that are new, new reports of watched places, large moves."""

    failures: tuple[Outcome, ...]
    reports: tuple[Outcome, ...]
    moves: tuple[Mapping[str, Any], ...]

    def __bool__(self) -> bool:
        return bool(self.failures or self.reports or self.moves)


def news_of(settings: Settings, summary: RunSummary, failed_before: Iterable[str], base_year: int) -> News:
    """What a run brought. Reports that failed the last time as well are no news."""
    known = set(failed_before)
    codes = settings.watched_places
    return News(
        tuple(one for one in summary.failures if one.report_id not in known),
        tuple(one for one in summary.read_because(Why.NEW) if one.report_id.partition("-")[0] in codes),
        tuple(_moves(settings, summary, base_year)),
    )


def _moves(settings: Settings, summary: RunSummary, base_year: int) -> Iterator[Mapping[str, Any]]:
    """Figures of pages that are new or changed, far from the base year's; the farthest first."""
    reports = [one.report_id for why in (Why.NEW, Why.PAGE) for one in summary.read_because(why)]
    if not reports:
        return
    asked = {"base_year": base_year, "reports": reports, "most": _MOST}
    asked |= {"points": settings.notify_points, "times": settings.notify_times}
    with open_readonly(settings.database, settings.database_limits) as connection:
        yield from ask(connection, "moves", asked).to_pylist()


def tell_news(
    settings: Settings, summary: RunSummary, failed_before: Iterable[str], base_year: int, say: Say
) -> None:
    """Post what a run brought, where somebody is to be told; `say` why it did not go."""
    if not settings.notify_url:
        return
    try:
        news = news_of(settings, summary, failed_before, base_year)
    except FazhiError as error:
        say(f"nobody was notified: {error}")
        return
    if news:
        _post(settings.notify_url, _message(summary, news), say)


@contextmanager
def failure_is_told(settings: Settings, say: Say) -> Iterator[None]:
    """Post why the block raised, and let it raise; `say` why that did not go."""
    try:
        yield
    except Exception as error:
        if settings.notify_url:
            words = visible(f"fazhi: 运行失败 the run failed: {type(error).__name__}: {error}")
            _post(settings.notify_url, {"event": "failed", "text": words}, say)
        raise


def _message(summary: RunSummary, news: News) -> dict[str, Any]:
    failures, reports = news.failures[:_MOST], news.reports[:_MOST]
    lines = [f"fazhi: {summary.line()}"]
    lines += [f"失败 failed: {_named(one)}: {one.kind}: {one.words}" for one in failures]
    lines += [f"新报告 new report: {_named(one)}: {one.statements} 数据 figures" for one in reports]
    lines += [_move(row) for row in news.moves]
    return {
        "event": "news",
        "text": "\n".join(map(visible, lines)),
        "run_id": summary.run_id,
        "counts": {"failures": len(news.failures), "new_reports": len(news.reports)},
        "failures": [asdict(one) for one in failures],
        "new_reports": [asdict(one) for one in reports],
        "moves": [dict(row) for row in news.moves],
    }


def _named(outcome: Outcome) -> str:
    return f"{outcome.report_id} {outcome.place_name}".rstrip()


def _move(row: Mapping[str, Any]) -> str:
    first, second = (f"{row[value].normalize():f}{row['unit']}" for value in ("base_value", "value"))
    told = f"{row['place_name']} {row['label_zh']} {row['label_en']}"
    return f"变动大 large move: {told}: {first} ({row['base_year']}), {second} ({row['year']})"


def _post(url: str, message: Mapping[str, Any], say: Say) -> None:
    """Send the message; what stands in the way is said and goes no further."""
    came: list[str] = []
    sending = threading.Thread(target=lambda: came.append(_answer(url, message)), daemon=True)
    sending.start()
    sending.join(_SECONDS)
    why = came[0] if came else f"no answer in {_SECONDS:.0f} s"
    if why:
        say(f"nobody was notified: {urlsplit(url).hostname}: {why}")


def _answer(url: str, message: Mapping[str, Any]) -> str:
    """Empty where the message was taken, else why not. No redirect is followed: it is another address."""
    body = json.dumps(message, ensure_ascii=False, default=str).encode()
    head = {"Content-Type": "application/json; charset=utf-8"}
    try:
        with httpx.stream("POST", url, content=body, headers=head, timeout=_SECONDS) as answer:
            return "" if answer.is_success else f"status {answer.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        return type(error).__name__  # its words may hold the address
