"""Recall, precision and F1 of our reading against annotated reports."""

from flows.evaluation.reports import Evaluation, ReportResult, evaluate, evaluate_report
from flows.evaluation.view import run

__all__ = ["Evaluation", "ReportResult", "evaluate", "evaluate_report", "run"]
