"""What a run makes at its end besides the workbook, from the samples."""

import json
import shutil
from pathlib import Path

import pytest

from flows.exporting import export_chosen, refuse_second_release
from flows.request import Export
from flows.settings import Settings
from warehouse.errors import SettingsError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def settings(sampled: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("exporting") / "data"
    shutil.copytree(sampled / "data", folder)
    return Settings(data_dir=folder)


@pytest.mark.parametrize("what", ["workbook", "nothing"])
def test_nothing_else_is_made_unasked(settings: Settings, what: Export) -> None:
    assert export_chosen(settings, 2017, what).made == ""
    assert not settings.releases.exists()


def test_a_run_may_make_the_site(settings: Settings) -> None:
    made = Path(export_chosen(settings, 2017, "site").made)
    assert "法治" in made.read_text("utf-8")


def test_a_run_may_make_the_day_s_release_once(settings: Settings) -> None:
    refuse_second_release(settings, "release")
    made = Path(export_chosen(settings, 2017, "release").made)
    assert json.loads(made.read_bytes())["version"].endswith(made.parent.name.replace("-", ""))
    refuse_second_release(settings, "site")
    with pytest.raises(SettingsError, match="is there already .*never written over"):
        refuse_second_release(settings, "release")
