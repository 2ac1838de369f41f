"""Answers out of the warehouse that the terminal and the workbook's first sheet show."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files

import pyarrow as pa

from load.engines.connection import Connection
from warehouse.errors import SettingsError

_YEARS = """
SELECT
    o.place, o.place_name, o.scope_kind, o.year, o.value, o.value_high, o.bound, o.unit, o.basis,
    c.difference, c.ratio, c.verdict, c.why_not, o.chosen_because, o.disagree, o.report_id, o.statement_id,
    o.mark, c.break_mark
FROM observation AS o
LEFT JOIN compare_years AS c
    ON c.place = o.place AND c.metric = o.metric AND c.scope_kind = o.scope_kind
    AND c.year = o.year AND c.base_year = $base_year AND c.metric = $metric AND c.place {among}
WHERE o.metric = $metric AND o.place {among}
ORDER BY o.place, o.scope_kind DESC, o.year
"""
_PLACES = """
SELECT
    place, place_name, place_level, scope_kind, year, value, value_high, bound, unit, basis, mark,
    place_rank, n, median, q1, q3, best_value, gap, why_not, chosen_because, report_id, statement_id
FROM compare_places
WHERE metric = $metric AND year = $year AND place {among}
ORDER BY
    scope_kind DESC,
    CASE place_level WHEN 'country' THEN 1 WHEN 'province' THEN 2 WHEN 'prefecture' THEN 3 ELSE 4 END,
    place_rank NULLS LAST, place
"""
_VERDICTS = """
SELECT
    year,
    CAST(COUNT(*) FILTER (WHERE verdict = 'better') AS INTEGER) AS better,
    CAST(COUNT(*) FILTER (WHERE verdict = 'worse') AS INTEGER) AS worse,
    CAST(COUNT(*) FILTER (WHERE verdict = 'same') AS INTEGER) AS same,
    CAST(COUNT(*) FILTER (WHERE verdict = 'changed') AS INTEGER) AS changed,
    CAST(COUNT(*) FILTER (WHERE verdict = 'unknown') AS INTEGER) AS unknown
FROM compare_years
WHERE base_year = $base_year
GROUP BY year
ORDER BY year
"""
_COUNTS = {
    "places": "SELECT COUNT(DISTINCT place) FROM dim_report",
    "reports": "SELECT COUNT(*) FROM dim_report",
    "reports_read": "SELECT COUNT(*) FROM dim_report WHERE health = 'read'",
    "reports_with_holes": "SELECT COUNT(*) FROM dim_report WHERE health = 'read with holes'",
    "reports_failed": "SELECT COUNT(*) FROM dim_report WHERE health IN ('unreadable', 'absent')",
    "statements": "SELECT COUNT(*) FROM fact_statement WHERE basis = 'stated'",
    "linked": "SELECT COUNT(*) FROM fact_statement WHERE basis = 'stated' AND metric IS NOT NULL",
    "derived": "SELECT COUNT(*) FROM fact_statement WHERE basis = 'derived'",
    "observations": "SELECT COUNT(*) FROM observation",
    "disagreeing": "SELECT COUNT(*) FROM observation WHERE disagree",
    "unsettled": "SELECT COUNT(*) FROM observation WHERE unsettled",
    "exclusions": "SELECT COUNT(*) FROM exclusion",
    "issues": "SELECT COUNT(*) FROM issue",
    "errors": "SELECT COUNT(*) FROM check_result WHERE severity = 'error'",
    "warnings": "SELECT COUNT(*) FROM check_result WHERE severity = 'warning'",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What the warehouse holds and how the base year did.

    `counts` by name: places, reports, reports_read, reports_with_holes, reports_failed, statements, linked,
    derived, observations, disagreeing, unsettled, exclusions, issues, errors, warnings. `verdicts`: one row a
    year with how many figures of the base year are better, worse, the same, changed, or not to be judged
    against that year.
    `headlines`: one row a place, metric and scope kind of the base year, against the nearest other year
    (earlier before later); those that say most come first. `ranks`: the same against the other places, the
    first two by each metric. `elsewhere`: what places that have no figure of the base year say of the nearest
    year that they have, each beside the base year's figure of one place that it may be compared with, of its
    own level and province if there is one: of the same months and, but for rates, the same level, numbers
    that one report does not contradict; rates first, nothing ranked.
    """

    base_year: int
    counts: dict[str, int]
    verdicts: pa.Table
    headlines: pa.Table
    ranks: pa.Table
    elsewhere: pa.Table


def compare_years(
    connection: Connection,
    metric: str,
    base_year: int,
    places: Sequence[str] = (),
    *,
    follow_mergers: bool = False,
) -> pa.Table:
    """The values of a metric in every year, each against the base year, by place (codes; none: all).

    One row a place, scope kind and year; difference (base minus other, in the unit), ratio and verdict
    (how the base year did) are null in the base year's own row and where the base year has no value.
    `follow_mergers` adds the figures of the codes that went to a place, by the rules at the head of
    warehouse/views/observation_followed.sql, and three columns: place_then, place_then_name, lineage.
    Raises SettingsError for an unknown metric, with the nearest names.
    """
    _known(connection, metric)
    if follow_mergers:
        asked = {"metric": metric, "base_year": base_year, "places": list(places), "everywhere": not places}
        span = {"first": min(places, default="000000"), "last": max(places, default="999999")}
        return connection.execute(_question("years_followed"), asked | span).to_arrow_table()
    among, named = _among(places)
    query = _YEARS.format(among=among)
    return connection.execute(query, {"metric": metric, "base_year": base_year, **named}).to_arrow_table()


def compare_places(connection: Connection, metric: str, year: int, places: Sequence[str] = ()) -> pa.Table:
    """The places that have a value for a metric and year, best first, with rank, median and gap to the best.

    Rank and median are over all places of the same level, also where only some (codes) are asked for. Raises
    SettingsError for an unknown metric, with the nearest names.
    """
    _known(connection, metric)
    among, asked = _among(places)
    query = _PLACES.format(among=among)
    return connection.execute(query, {"metric": metric, "year": year, **asked}).to_arrow_table()


def _among(places: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The condition that keeps these places (none: all), and its parameters.

    A list that is written out is looked for in each table's own rows, `= ANY` of one parameter is not; one
    place that is equalled is looked for on both sides of a join as well.
    """
    asked = {f"place_{at}": place for at, place in enumerate(places)}
    if len(asked) == 1:
        return "= $place_0", asked
    return (f"IN ({', '.join(f'${name}' for name in asked)})" if asked else "IS NOT NULL"), asked


@dataclass(frozen=True, slots=True)
class Peers:
    """Among whom a place is ranked: its level, its level in its province, or all of whatever level.

    `group` names the one level (prefecture) or province (33) that is asked for; empty: each level apart.
    """

    kind: str = "level"
    group: str = ""


def rank_places(
    connection: Connection, metric: str, year: int, peers: Peers | None = None, per: str = ""
) -> pa.Table:
    """The places of one year, best first, among their peers (none: their level), rank and median among these.

    `per` is "10,000 residents" or "100 cases" for counts relative to those, else empty. Raises SettingsError
    for an unknown metric, with the nearest names.
    """
    _known(connection, metric)
    among = peers or Peers()
    asked = {"metric": metric, "year": year, "peers": among.kind, "peer_group": among.group}
    if per:
        return connection.execute(_question("rank_relative"), asked | {"per": per}).to_arrow_table()
    return connection.execute(_question("rank"), asked).to_arrow_table()


def years_of(connection: Connection, metric: str) -> list[int]:
    """The years for which any place has a figure of the metric, the earliest first."""
    query = "SELECT DISTINCT year FROM observation WHERE metric = $metric ORDER BY year"
    return [year for (year,) in connection.execute(query, {"metric": metric}).fetchall()]


def check_findings(connection: Connection) -> pa.Table:
    """What the checks found, errors first: severity, check_name, report_id, section, words and more."""
    return connection.execute(_question("checks")).to_arrow_table()


def check_counts(connection: Connection) -> pa.Table:
    """How often each check found something, errors first: check_name, severity, n."""
    return connection.execute(_question("site_check_counts")).to_arrow_table()


def _question(name: str) -> str:
    return (files("load") / "questions" / f"{name}.sql").read_text("utf-8")


def places_with(connection: Connection, metric: str) -> frozenset[str]:
    """Codes of the places that have a figure of the metric, of whatever year."""
    query = "SELECT DISTINCT place FROM observation_followed WHERE metric = $metric"
    return frozenset(code for (code,) in connection.execute(query, {"metric": metric}).fetchall())


def summary_of(connection: Connection, base_year: int, most: int = 20) -> Summary:
    """What the warehouse holds, and the `most` telling comparisons of the base year."""
    asked = {"base_year": base_year, "most": most}
    return Summary(
        base_year,
        {name: _count(connection, query) for name, query in _COUNTS.items()},
        connection.execute(_VERDICTS, {"base_year": base_year}).to_arrow_table(),
        connection.execute(_question("summary_headlines"), asked).to_arrow_table(),
        connection.execute(_question("summary_ranks"), asked).to_arrow_table(),
        connection.execute(_question("summary_elsewhere"), asked).to_arrow_table(),
    )


def _count(connection: Connection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def metric_counts(connection: Connection) -> pa.Table:
    """How much is known of each metric, a row each: n_statements, n_likely, n_figures, n_places, the years.

    `n_likely` are those of the statements whose link is likely only.
    """
    return connection.execute(_question("metric_counts")).to_arrow_table()


def metric_links(connection: Connection, metric: str) -> pa.Table:
    """What the links of a metric rest on: rule, link_basis, certainty, n, a sentence; most frequent first."""
    return connection.execute(_question("metric_links"), {"metric": metric}).to_arrow_table()


def unknown_words(connection: Connection, most: int) -> pa.Table:
    """Words that barred figures from a metric: words, metric, n, n_reports, excerpt; most frequent first."""
    return connection.execute(_question("unknown_words"), {"most": most}).to_arrow_table()


def unlinked_reports(connection: Connection, least: int) -> pa.Table:
    """Reports with so many figures and no link: report_id, n, n_unknown; those with most figures first."""
    return connection.execute(_question("unlinked_reports"), {"least": least}).to_arrow_table()


def _known(connection: Connection, metric: str) -> None:
    query = "SELECT metric FROM dim_metric ORDER BY metric"
    metrics = [name for (name,) in connection.execute(query).fetchall()]
    if metric not in metrics:
        near = ", ".join(get_close_matches(metric, metrics, n=3, cutoff=0.4))
        way_out = f"near it: {near}" if near else "`fazhi metrics list` has them"
        raise SettingsError("no such metric", metric, way_out)
