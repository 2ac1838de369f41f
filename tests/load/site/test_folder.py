"""What is there already is left, a page is there whole or not at all, stale ones go."""

import json
from pathlib import Path

import pytest

from load.site.folder import MANIFEST, SiteFolder
from warehouse.errors import SettingsError


def made(root: Path, **pages: str) -> SiteFolder:
    """A finished build with a bundle for each page, whose key is its content."""
    folder = SiteFolder.opened(root)
    for name, content in pages.items():
        if not folder.keep(name, content):
            folder.write(name, content, {f"page/{name}.html": content.encode()})
    folder.finish()
    return folder


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    made(tmp_path, one="1", two="2")
    again = made(tmp_path, one="1", two="22")
    assert (list(again.written), again.removed) == (["page/two.html"], 0)


def test_the_same_bytes_from_another_key_are_not_written(tmp_path: Path) -> None:
    made(tmp_path, one="1")
    folder = SiteFolder.opened(tmp_path)
    folder.write("one", "another key", {"page/one.html": b"1"})
    assert folder.written == {}


def test_what_is_wanted_no_more_goes(tmp_path: Path) -> None:
    made(tmp_path, one="1", two="2")
    assert made(tmp_path, one="1").removed == 1
    assert [path.name for path in (tmp_path / "page").iterdir()] == ["one.html"]


def test_a_page_that_was_lost_is_made_again(tmp_path: Path) -> None:
    made(tmp_path, one="1")
    (tmp_path / "page/one.html").unlink()
    assert list(made(tmp_path, one="1").written) == ["page/one.html"]


def test_what_a_killed_build_began_is_made_again(tmp_path: Path) -> None:
    """It wrote a page of other data and did not come to its end."""
    made(tmp_path, one="1")
    killed = SiteFolder.opened(tmp_path)
    killed.write("one", "other", {"page/one.html": b"other"})
    killed.write("two", "2", {"page/two.html": b"2"})
    made(tmp_path, one="1")
    assert {path.name: path.read_text() for path in (tmp_path / "page").iterdir()} == {"one.html": "1"}


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(SettingsError, match="holds other files"):
        SiteFolder.opened(tmp_path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("mine")
    with pytest.raises(SettingsError, match="is a file"):
        SiteFolder.opened(tmp_path / "pages")


@pytest.mark.parametrize("content", ["{", "[]", '{"one": 1}', '{"one": {"key": "1"}}'])
def test_a_damaged_manifest_has_all_pages_made_again(tmp_path: Path, content: str) -> None:
    made(tmp_path, one="1")
    (tmp_path / MANIFEST).write_text(content)
    assert list(made(tmp_path, one="1").written) == ["page/one.html"]


@pytest.mark.parametrize("path", ["../thesis.docx", "/etc/passwd", "C:thesis.docx"])
def test_a_manifest_that_was_tampered_with_takes_away_no_other_file(tmp_path: Path, path: str) -> None:
    thesis = tmp_path / "thesis.docx"
    thesis.write_text("mine")
    root = tmp_path / "site"
    made(root, one="1")
    (root / MANIFEST).write_text(json.dumps({"two": {"key": "2", "files": {path: "0"}}}))
    made(root, one="1")
    assert thesis.read_text() == "mine"
