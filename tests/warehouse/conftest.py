"""A warehouse for the tests of views and checks."""

from pathlib import Path

import pytest

from tests.warehouse.warehouses import Warehouse


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)
