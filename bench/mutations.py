"""Damaged pages: whatever comes of them, every span is proved and every digit accounted for.

    python -m bench.mutations FOLDER [FOLDER ...] [--each 10] [--seed 1]

Of every page in the folders (HTML, PDF, DOCX, TXT), so many are made by cutting it off, flipping bits, taking
a stretch out or setting one of another page in; each is read as a report of its own. Told are those that
break a promise: see `broken_promises`. Exit status 1 if there is one.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.documents import read_document
from extract.file_endings import READ
from transform.reading import read_report
from transform.rules import Rules, load_rules
from transform.text.normalise import normalise
from warehouse.errors import UnreadableError
from warehouse.records import Document, Exclusion, Reading, Statement

PLACE, YEAR = "330700", 2023
"""In whose name the damaged pages are read."""
SUFFIXES = frozenset(READ) - {".doc"}


def mutated(page: bytes, other: bytes, chance: random.Random) -> bytes:
    """The page with one to three damages."""
    for _ in range(chance.randint(1, 3)):
        begin = chance.randrange(len(page) + 1)
        end = min(begin + chance.choice((1, 2, 7, 50, 400, 3000)), len(page))
        kind = chance.choice(("cut", "flip", "drop", "splice", "splice", "double"))
        if kind == "cut":
            page = page[: max(begin, 1)]
        elif kind == "flip" and page:
            at = min(begin, len(page) - 1)
            page = page[:at] + bytes([page[at] ^ (1 << chance.randrange(8))]) + page[at + 1 :]
        elif kind == "drop":
            page = page[:begin] + page[end:]
        elif kind == "double":
            page = page[:end] + page[begin:]
        else:
            start = chance.randrange(len(other) + 1)
            page = page[:begin] + other[start : start + chance.choice((3, 80, 900))] + page[end:]
    return page


def broken_promises(document: Document, reading: Reading) -> list[str]:
    """What does not hold: a span that does not prove its text, a digit of which nothing is said."""
    text = document.text
    # What is left out is told in one width and one form of its numerals.
    spans: list[tuple[Statement | Exclusion, str]] = [(one, text) for one in reading.statements]
    plain = normalise(text)
    spans += [(one, plain) for one in reading.exclusions]
    broken = [
        f"{one.text!r} is not at {one.char_start}"
        for one, whole in spans
        if whole[one.char_start : one.char_end] != one.text
    ]
    broken += [
        f"issue {one.kind} at {one.char_start}:{one.char_end} of {len(text)}"
        for one in reading.issues
        if not 0 <= one.char_start <= one.char_end <= len(text)
    ]
    broken += [
        f"{one.text!r} is not in its sentence"
        for one in reading.statements
        if "".join(one.text.split()) not in "".join(one.sentence.split())
    ]
    said = bytearray(len(text))
    for item in (*reading.statements, *reading.exclusions, *reading.issues):
        said[item.char_start : item.char_end] = b"\1" * (item.char_end - item.char_start)
    unsaid = [at for at, letter in enumerate(text) if letter.isdecimal() and not said[at]]
    broken += [f"nothing is said of the digit in {text[max(at - 8, 0) : at + 8]!r}" for at in unsaid[:3]]
    if document.legibility.lost_digits and not any(one.kind == "lost_digits" for one in reading.issues):
        broken.append("digits were lost in silence")
    return broken


def tried(pages: Sequence[bytes], each: int, seed: int, rules: Rules) -> Iterator[tuple[str, list[str]]]:
    """What came of each damaged page: the error's kind or its health, and the promises it breaks."""
    chance = random.Random(seed)
    for page in pages:
        for _ in range(each):
            data = mutated(page, chance.choice(pages), chance)
            try:
                document = read_document(data)
            except UnreadableError as error:
                yield error.kind, [] if "\n" not in str(error) else ["an error of several lines"]
                continue
            reading = read_report(document, PLACE, YEAR, rules)
            yield document.health.value, broken_promises(document, reading)


def main() -> int:
    """Try the pages of the folders named on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    paths = [path for folder in options.folders for path in sorted(folder.rglob("*"))]
    pages = [path.read_bytes() for path in paths if path.suffix.lower() in SUFFIXES]
    outcomes: Counter[str] = Counter()
    failures = 0
    for outcome, broken in tried(pages, options.each, options.seed, load_rules()):
        outcomes[outcome] += 1
        failures += bool(broken)
        for words in broken:
            print(f"{sum(outcomes.values())}: {words}")
    print(
        f"{len(pages)} pages, {sum(outcomes.values())} damaged: {dict(outcomes)}; {failures} break a promise"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
