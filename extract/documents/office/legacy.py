"""A document out of a Word 97–2003, WPS or RTF file, which LibreOffice makes a DOCX of."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from extract.documents.office.word import read_word
from warehouse.errors import UnreadableError
from warehouse.records import Document, Format

_SECONDS = 60
"""The first call of a machine takes ten; a file that takes longer hangs it."""
_WAY_OUT = "save it as DOCX, PDF or HTML"
_FOLDER = "fazhi-office-"
_SOUND = b"{\\rtf1 x}"
"""A file that any Writer reads."""


def read_legacy(data: bytes) -> Document:
    """Read a DOC, WPS or RTF file through LibreOffice.

    Raises UnreadableError: needs_libreoffice where there is none or one without Writer, too_slow, broken
    where it makes nothing of the file (another kind of file, a password), else as read_word does.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    made = _converted(program, data) if program else None
    if made is not None:
        return replace(read_word(made), format=Format.DOC)
    # Its messages are the same for a bad file and for a missing Writer.
    if program is None or _converted(program, _SOUND) is None:
        what = "is a Word 97–2003, WPS or RTF file"
        raise UnreadableError(what, "", f"install LibreOffice Writer, or {_WAY_OUT}", "needs_libreoffice")
    raise UnreadableError("is no file that LibreOffice reads as Word", "", _WAY_OUT, "broken")


def _converted(program: str, data: bytes) -> bytes | None:
    """The bytes of the DOCX; None where LibreOffice makes none. Raises UnreadableError: too_slow."""
    clear_left_behind(Path(gettempdir()))
    with TemporaryDirectory(prefix=f"{_FOLDER}{os.getpid()}-") as folder:
        made = _convert(program, data, Path(folder))
        return made.read_bytes() if made.exists() and made.stat().st_size else None


def clear_left_behind(folder: Path) -> None:
    """Remove the folders of readers that were killed: each has its maker's process in its name."""
    for left in folder.glob(f"{_FOLDER}*"):
        maker = left.name.removeprefix(_FOLDER).partition("-")[0]
        if maker.isdigit() and not _is_alive(int(maker)):
            shutil.rmtree(left, ignore_errors=True)


def _is_alive(process: int) -> bool:
    """Whether a process is there, be it another user's."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _convert(program: str, data: bytes, folder: Path) -> Path:
    """Where the DOCX must be, if it was made. A profile of its own lets several calls run at once."""
    is_rtf = data.startswith(b"{\\rtf")
    source, made = folder / ("report.rtf" if is_rtf else "report.doc"), folder / "out" / "report.docx"
    source.write_bytes(data)
    # Left to itself it opens any garbage as a plain text.
    kind = "Rich Text Format" if is_rtf else "MS Word 97"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--norestore", f"--infilter={kind}", "--convert-to", "docx"]
    _run([*command, "--outdir", str(made.parent), str(source)])
    return made


def _run(command: list[str]) -> None:
    """Run it to its end or its time limit; what it started ends with it."""
    process = subprocess.Popen(
        command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        what = f"takes LibreOffice more than {_SECONDS} s"
        raise UnreadableError(what, "", _WAY_OUT, "too_slow") from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
