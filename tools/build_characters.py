"""Make warehouse/characters.toml: traditional characters and the simplified one that stands for each.

Source: OpenCC, Apache License 2.0 (https://github.com/BYVoid/OpenCC), by its Python package; it is needed
here alone, so install it where it does no harm:

    python -m venv opencc && opencc/bin/pip install opencc==1.4.2
    opencc/bin/python tools/build_characters.py

Every character of the block of common ideographs is converted by itself, first as China's standard has it,
then from Taiwan's and Hong Kong's forms (爲, 裡). Kept are those whose simplified form is a character of
GB 2312, so that names of fish and places abroad stay out. A character that GB 2312 has itself is left alone:
it is one that simplified prose uses (乾县, 显著, 瞭望), and stands for several (沿著). The few below are in
GB 2312 for old books' sake, and in a report mean one thing.
"""

from collections import defaultdict
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from textwrap import wrap

HERE = Path(__file__).resolve().parent.parent / "warehouse"
CONVERSIONS = ("t2s", "tw2s", "hk2s")
# 年後, 關於, 徵收, 菸草
NO_LONGER_SIMPLIFIED = frozenset("後於徵菸")
HEAD = """\
# Traditional characters read as simplified ones: each word is a simplified character and those it stands for.
# Made by tools/build_characters.py out of OpenCC {version} (Apache License 2.0,
# https://github.com/BYVoid/OpenCC); do not edit.
"""


def pairs() -> dict[str, str]:
    """Traditional character to simplified one."""
    converters = [import_module("opencc").OpenCC(name) for name in CONVERSIONS]
    found = {}
    for character in map(chr, range(0x4E00, 0xA000)):
        if _is_simplified(character) and character not in NO_LONGER_SIMPLIFIED:
            continue
        forms = (converter.convert(character) for converter in converters)
        simplified = next((form for form in forms if form != character), "")
        if len(simplified) == 1 and _is_simplified(simplified):
            found[character] = simplified
    return found


def _is_simplified(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def main() -> None:
    """Write the table."""
    words: dict[str, str] = defaultdict(str)
    for traditional, simplified in pairs().items():
        words[simplified] += traditional
    lines = wrap(" ".join(f"{one}{words[one]}" for one in sorted(words)), 60)
    text = "\n".join([HEAD.format(version=version("opencc")) + 'characters = """', *lines, '"""', ""])
    (HERE / "characters.toml").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
