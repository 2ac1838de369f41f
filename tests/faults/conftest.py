"""Small files are loaded here again and again."""

import pytest

from tests.warehouse.built import built_as_once

declared_once = pytest.fixture(scope="module", autouse=True)(built_as_once)
