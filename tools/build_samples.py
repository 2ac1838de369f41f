"""Make the samples that are not plain UTF-8 pages from the pages in samples/source.

- `330681-2019.pdf` and `500112-2020.docx` by LibreOffice Writer (libreoffice-writer-nogui, fonts-noto-cjk);
- `230400-2018.html` in GB18030 under a declaration of gb2312, as many old sites publish.

    python tools/build_samples.py

The PDF and the DOCX carry the time of their making, so that they differ in a few bytes each time.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SOURCE = SAMPLES / "source"
CONVERTED = {
    "330681-2019": ("pdf", "pdf:writer_web_pdf_Export"),
    "500112-2020": ("docx", "docx:MS Word 2007 XML"),
}
RECODED = ("230400-2018",)


def convert(name: str, suffix: str, output_filter: str, program: str) -> Path:
    """Let LibreOffice write `samples/NAME.SUFFIX` from `samples/source/NAME.html`."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                program,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--infilter=HTML (StarWriter)",
                "--convert-to",
                output_filter,
                "--outdir",
                str(SAMPLES),
                str(SOURCE / f"{name}.html"),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
    return SAMPLES / f"{name}.{suffix}"


def recode(name: str) -> Path:
    """Write `samples/NAME.html` in GB18030 from the UTF-8 source, whose declaration says gb2312."""
    path = SAMPLES / f"{name}.html"
    path.write_bytes((SOURCE / f"{name}.html").read_text("utf-8").encode("gb18030"))
    return path


def main() -> None:
    """Make all of them."""
    parser = argparse.ArgumentParser(
        description="Make the PDF, DOCX and GB18030 samples from samples/source."
    )
    parser.add_argument("--program", default="soffice", help="LibreOffice (default: soffice)")
    program = parser.parse_args().program
    for name in RECODED:
        recode(name)
    for name, (suffix, output_filter) in CONVERTED.items():
        convert(name, suffix, output_filter, program)


if __name__ == "__main__":
    main()
