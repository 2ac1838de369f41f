"""Write docs/data-dictionary.md out of the schemas: python tools/write_dictionary.py."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from load.release.dictionary import dictionary_page  # noqa: E402 -- the checkout must be importable first
from warehouse.errors import FazhiError  # noqa: E402 (as above)

try:
    page = dictionary_page()
except FazhiError as error:
    sys.exit(str(error))
(ROOT / "docs" / "data-dictionary.md").write_text(page, "utf-8")
