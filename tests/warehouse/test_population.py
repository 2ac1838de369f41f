"""Population by year: the packaged rows, a user's own, and files that are wrong."""

from decimal import Decimal
from pathlib import Path

import pytest

from load.engines.population import population_table
from warehouse.errors import CatalogueError, LoadError
from warehouse.places import load_places
from warehouse.population import load_population, parse_population

HEAD = "place,year,residents,source\n"


def test_every_packaged_row_is_a_place_of_its_year() -> None:
    assert all(load_places().by_code(one.place, one.year) for one in load_population())


def test_a_file_in_the_data_folder_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "population.csv").write_text(
        f"\ufeff{HEAD}330700,2017,5500000,ours\n330700,1999,4000000,ours\n", "utf-8"
    )
    rows = {(row["place"], row["year"]): row for row in population_table(tmp_path).to_pylist()}
    assert rows["330700", 2017]["residents"] == Decimal(5500000)
    assert rows["330700", 1999]["source"] == "ours"
    assert len(rows) == len(load_population()) + 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("place,year\n", "lacks the column residents, source", id="no columns"),
        pytest.param(f"{HEAD}330700,2017,many,x\n", "line 2: many is no number", id="no number"),
        pytest.param(f"{HEAD}330700,2017,NaN,x\n", "is no population", id="not a number"),
        pytest.param(f"{HEAD}330700,2017,0,x\n", "is no population", id="nobody"),
        pytest.param(f"{HEAD}3307,2017,5,x\n", "is no population", id="no code"),
        pytest.param(f"{HEAD}330700,17,5,x\n", "is no population", id="no year"),
        pytest.param(f"{HEAD}330700,2017,5,\n", "is no population", id="no source"),
        pytest.param(f"{HEAD}330700,2017\n", "nothing is no number", id="short line"),
        pytest.param(f"{HEAD}330700,2017,5,x\n330700,2017,6,x\n", "stands twice", id="twice"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(text: str, words: str) -> None:
    with pytest.raises(CatalogueError, match=words):
        parse_population(text, "population.csv")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "population.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LoadError, match="UTF-8"):
        population_table(tmp_path)
