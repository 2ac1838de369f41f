"""What every declared table must hold to, whatever it is of."""

import pytest

from warehouse.tables import DIARIES, FOLDERS, INCOMING, TABLES, Folder, Table


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_names_its_own_columns_and_tables_that_are_there(table: Table) -> None:
    columns = set(table.schema.names)
    assert table.meaning
    assert columns >= {*table.key, *(column for column, _ in table.references)}
    assert columns >= {name for group in table.asked_by for name in group.split(", ")}
    assert all(len(TABLES[other].key) == 1 for _, other in table.references)
    assert not any(table.schema.field(name).nullable for name in table.key)


@pytest.mark.parametrize("table", [one for one in TABLES.values() if one.rows], ids=lambda one: one.name)
def test_rows_in_parquet_have_the_tables_columns(table: Table) -> None:
    """But for what a load works out of them, under the name by which it is offered."""
    stored = set(FOLDERS[table.rows.name].schema.names) if table.rows else set()
    assert table.offered_as or set(table.schema.names) <= stored
    if table.told:
        assert stored >= {table.told.main, *table.told.not_of}
        assert len(table.key) == 1


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_the_order_of_a_folder_is_of_its_columns(folder: Folder) -> None:
    assert set(folder.order) <= set(folder.schema.names)
    assert folder.order[0] == "report_id"


def test_what_is_no_content_is_not_compared() -> None:
    assert {name for name, table in TABLES.items() if not table.is_content} == {*DIARIES, "delta", "meta"}
    assert INCOMING.keys() == {"incoming_observation"}
