"""One report looked at: every statement with its sentence."""

from flows.inspection.report import inspect_report, statement_json

__all__ = ["inspect_report", "statement_json"]
