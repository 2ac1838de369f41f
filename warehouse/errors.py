"""Errors that a user can cause or mend: what was met, where, and the way out."""

from typing import ClassVar

from warehouse.visible import visible


class FazhiError(Exception):
    """Base of all our errors.

    `what` was met, `where` (file, line, address, report), and the `way_out`. Arguments are positional
    so that the error survives pickling between processes; all three are one line and may be shown, whatever
    was met (warehouse/visible.py). `exit_status` is that of a command: 1 where
    something could not be done, 2 where it was asked for wrongly.
    """

    exit_status: ClassVar[int] = 1

    def __init__(self, what: str, where: str = "", way_out: str = "") -> None:
        self.what, self.where, self.way_out = visible(what), visible(where), visible(way_out)
        super().__init__(self.what, self.where, self.way_out)

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        way_out = f" ({self.way_out})" if self.way_out else ""
        return f"{where}{self.what}{way_out}"


class CatalogueError(FazhiError):
    """The catalogue of reports, places or metrics is wrong: which file and line."""

    exit_status = 2


class FetchError(FazhiError):
    """A page could not be fetched; `kind` says why in one word (gone, timeout, refused, too_large …)."""

    def __init__(self, what: str, where: str = "", way_out: str = "", kind: str = "fetch") -> None:
        super().__init__(what, where, way_out)
        self.args = (*self.args, kind)
        self.kind = kind


class UnreadableError(FazhiError):
    """Bytes that are no readable report; `kind` says why (empty, no_text_layer, broken, not_a_report …)."""

    def __init__(self, what: str, where: str = "", way_out: str = "", kind: str = "broken") -> None:
        super().__init__(what, where, way_out)
        self.args = (*self.args, kind)
        self.kind = kind


class StoreError(FazhiError):
    """A store of snapshots, or of tables, does not answer: nothing is known of what lies there."""


class LoadError(FazhiError):
    """A table, the database or the workbook could not be written or read back."""


class SettingsError(FazhiError):
    """A setting or an argument is wrong."""

    exit_status = 2
