"""Where a figure stands in the site: its report's page, of a long report the part with its characters."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from load.site.paths import report_path


@dataclass(frozen=True, slots=True)
class Evidence:
    """The reports that have a page, and the first characters of the later parts of long ones."""

    reports: frozenset[str]
    cuts: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def page_of(self, report_id: str, char_start: int = 0) -> str | None:
        """The page that has these characters of a report; None where it has none."""
        if report_id not in self.reports:
            return None
        return report_path(report_id, 1 + bisect_right(self.cuts.get(report_id, ()), char_start))

    def figure(self, report_id: str | None, statement_id: str | None, char_start: int | None) -> str | None:
        """The address of a figure below the site's folder."""
        if report_id is None or statement_id is None:
            return None
        page = self.page_of(report_id, char_start or 0)
        return None if page is None else f"{page}#f-{statement_id}"

    def of_reports(self, reports: Iterable[str]) -> list[tuple[str, Sequence[int] | None]]:
        """What addresses of figures in these reports rest on: which of them have a page, where it is cut."""
        return [(report, self.cuts.get(report)) for report in sorted(self.reports.intersection(reports))]
