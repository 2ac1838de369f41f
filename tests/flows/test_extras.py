"""What an extra brings is missed before anything is done."""

import sys

import pytest

from flows.extras import refuse_without_extra
from flows.settings import Settings
from warehouse.errors import SettingsError


def test_dask_that_is_not_installed_is_one_line_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    refuse_without_extra(Settings())
    with pytest.raises(SettingsError, match=r"distributed is not installed \(pip install 'fazhi\[dask\]'"):
        refuse_without_extra(Settings(runner="dask"))
