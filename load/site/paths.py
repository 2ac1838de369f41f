"""Where each page lies below the site's folder: names are of our ids alone, never of a report's words."""

import re

from warehouse.errors import LoadError

FRONT = "index.html"
METRICS = "metrics.html"
COVERAGE = "coverage.csv"
_REPORT = re.compile(r"(?P<province>[0-9]{2})[0-9]{4}-[0-9]{4}")
_PLACE = re.compile(r"(?P<province>[0-9]{2})[0-9]{4}")
_METRIC = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_]+")


def report_path(report_id: str, part: int = 1) -> str:
    """The page of a report, or a later part of a long one: report/33/330700-2017.html, …-2017-2.html.

    Raises LoadError for an id that is none, as all of these do.
    """
    found = _checked(_REPORT, report_id, "report id")
    ending = f"-{part}" if part > 1 else ""
    return f"report/{found['province']}/{report_id}{ending}.html"


def place_path(code: str, ending: str = "html", part: int = 1) -> str:
    """The page of a place by its code, or its CSV: place/33/330700.html."""
    found = _checked(_PLACE, code, "place code")
    number = f"-{part}" if part > 1 else ""
    return f"place/{found['province']}/{code}{number}.{ending}"


def province_path(code: str) -> str:
    """The page of a province's places, by the first two digits of any of their codes: province/33.html."""
    return f"province/{_checked(_PLACE, code, 'place code')['province']}.html"


def metric_path(metric: str, ending: str = "html", part: int = 1) -> str:
    """The page of a metric, or its CSV: metric/disputes.appearance_rate.html."""
    _checked(_METRIC, metric, "metric id")
    number = f"-{part}" if part > 1 else ""
    return f"metric/{metric}{number}.{ending}"


def way_up(path: str) -> str:
    """What leads from a page to the site's folder: ../../ from report/33/330700-2017.html."""
    return "../" * path.count("/")


def _checked(pattern: re.Pattern[str], text: str, what: str) -> re.Match[str]:
    found = pattern.fullmatch(text)
    if found is None:
        raise LoadError(f"no such {what}: {text[:40]!r}", "site", "make the warehouse anew: `fazhi rebuild`")
    return found
