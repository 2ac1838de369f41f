"""The import of a reviewer's workbook as a Prefect flow, for who works from Prefect's page."""

from pathlib import Path

from prefect import flow

from flows.dead_runs import mark_others_dead
from flows.review import ReviewError, import_review, in_words
from flows.settings import load_settings
from flows.writing import only_writer
from warehouse.errors import SettingsError

FLOW_NAME = "复核 review"


@flow(name=FLOW_NAME, flow_run_name="{workbook}", persist_result=False, validate_parameters=True)
def review(workbook: str = "", accept_good: bool = False, reviewer: str = "") -> str:  # noqa: FBT001, FBT002
    """Import a reviewer's workbook: decisions → Parquet → warehouse → workbook.

    Args:
        workbook: 工作簿 the file on the machine that runs, such as /srv/back/fazhi-王.xlsx
        accept_good: 只收无误的行 take the rows without a problem, and leave the others
        reviewer: 复核人 signs rows that nobody signed, such as 王
    """
    if not workbook.strip():
        raise SettingsError("names no file", "workbook", "give its path on the machine that runs")
    settings = load_settings()
    with only_writer(settings.data_dir):
        mark_others_dead()
        imported = import_review(
            settings, Path(workbook.strip()), accept_good=accept_good, reviewer=reviewer.strip()
        )
    if imported.errors and not accept_good:
        raise ReviewError(in_words(imported.errors), workbook, f"see {imported.answer}")
    return f"{imported.decided} rows decided"
