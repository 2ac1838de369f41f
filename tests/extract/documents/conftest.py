"""One report as other programs write it."""

import subprocess

import pytest

from tests.extract.documents.test_kinds import LO, docx


@pytest.fixture(scope="session")
def by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The report as LibreOffice writes it, by the form."""
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / "report.docx").write_bytes(docx())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for form in LO.values():
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
        subprocess.run([*command, str(folder / "report.docx")], check=True, capture_output=True, timeout=600)
    return {form: (folder / f"report.{form}").read_bytes() for form in LO}
