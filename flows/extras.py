"""What the settings ask for that comes with an extra, known without importing it."""

from importlib.util import find_spec

from flows.settings import Settings
from warehouse.errors import SettingsError


def missing_modules(settings: Settings) -> dict[str, list[str]]:
    """The extras that the settings ask for, each with those of its modules that are not installed."""
    on_s3 = any(url.startswith("s3://") for url in (settings.snapshots_url, settings.tables_url))
    asked = {
        "ocr": (settings.ocr, ("rapidocr", "onnxruntime")),
        "s3": (on_s3, ("s3fs",)),
        "dask": (settings.on_dask, ("prefect_dask", "distributed")),
        "postgres": (settings.database_url.startswith("postgres"), ("psycopg",)),
    }
    return {
        extra: [name for name in modules if find_spec(name) is None]
        for extra, (is_asked, modules) in asked.items()
        if is_asked
    }


def refuse_without_extra(settings: Settings) -> None:
    """Raise SettingsError where Dask is to read and its packages are not there: before anything is done."""
    if missing := missing_modules(settings).get("dask"):
        raise SettingsError(f"{missing[0]} is not installed", "runner dask", "pip install 'fazhi[dask]'")
