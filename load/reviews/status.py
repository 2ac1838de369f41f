"""How reviews stand: what was decided and still holds, where reviewers disagree, what they propose."""

from dataclasses import dataclass

import pyarrow as pa

from load.engines.connection import Connection
from load.questions.asking import EVERYWHERE, ask
from load.workbook.review_queue import MOST, review_queue


@dataclass(frozen=True, slots=True)
class ReviewStatus:
    """Decisions by state and kind (state, decision, n, latest), the conflicts, how many rows wait by cause.

    `conflicts`: one row a reviewer and figure (place, metric, year, reviewer, decision, value, decided_at).
    `waiting`: cause and number, of the rows that the review sheet of everything would show.
    """

    states: pa.Table
    conflicts: pa.Table
    waiting: dict[str, int]
    is_cut: bool


def review_status(connection: Connection, base_year: int) -> ReviewStatus:
    """How reviews stand, over all places."""
    extent = {"first": EVERYWHERE.first, "after": EVERYWHERE.after, "base_year": base_year}
    queue = review_queue(connection, extent, MOST)
    waiting: dict[str, int] = {}
    for cause in queue.rows["cause"].to_pylist():
        first = cause.partition("\n")[0]
        waiting[first] = waiting.get(first, 0) + 1
    return ReviewStatus(
        ask(connection, "review_states", {}), ask(connection, "review_conflicts", {}), waiting, queue.is_cut
    )


def all_decisions(connection: Connection) -> pa.Table:
    """Every decision ever imported, the oldest first, with the state of those that are the latest."""
    return ask(connection, "review_decisions", {})


def proposed_wordings(connection: Connection) -> pa.Table:
    """Figures that reviewers assigned to a metric: metric, sentence, figure, who and when."""
    return ask(connection, "proposed_wordings", {})
