"""The population that comparisons divide by: the packaged rows and those of the data folder."""

from pathlib import Path

import pyarrow as pa

from warehouse.errors import LoadError
from warehouse.population import Residents, load_population, parse_population
from warehouse.schemas import DIM_PLACE_YEAR

FILE = "population.csv"


def population_table(root: Path) -> pa.Table:
    """Rows of `dim_place_year`, by place and year; `population.csv` in the data folder goes before ours.

    Raises CatalogueError naming the line that is wrong, LoadError where the file cannot be read.
    """
    rows = {(one.place, one.year): one for one in (*load_population(), *_own(root / FILE))}
    ordered = [rows[key] for key in sorted(rows)]
    return pa.Table.from_pylist(
        [{name: getattr(one, name) for name in DIM_PLACE_YEAR.names} for one in ordered],
        schema=DIM_PLACE_YEAR,
    )


def _own(path: Path) -> tuple[Residents, ...]:
    if not path.exists():
        return ()
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LoadError("cannot be read as UTF-8", str(path), "save it as CSV in UTF-8") from error
    return parse_population(text, str(path))
