from pathlib import Path

import pytest

from tests.load.books import figures, make
from tests.load.factories import tables


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("book"), tables(figures()))
