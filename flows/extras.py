"""What Dask needs is an extra: known before anything is done, without importing it."""

from importlib.util import find_spec

from flows.settings import Settings
from warehouse.errors import SettingsError

_PACKAGES = ("prefect_dask", "distributed")


def refuse_without_extra(settings: Settings) -> None:
    """Raise SettingsError where Dask is to read and its packages are not there."""
    missing = [name for name in _PACKAGES if find_spec(name) is None] if settings.on_dask else []
    if missing:
        raise SettingsError(f"{missing[0]} is not installed", "runner dask", "pip install 'fazhi[dask]'")
