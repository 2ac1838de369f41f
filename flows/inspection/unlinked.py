"""Why not one figure of a page is a metric's, as far as the reading says it."""

from collections import Counter

from warehouse.records import TIE, UNKNOWN_WORDS, Basis, Reading

_MOST_WORDS = 5


def why_none_is_linked(reading: Reading, metrics: int) -> str:
    """One line where there are figures and not one is of the metrics, of which there are so many; else empty.

    What bars a figure is an issue that begins where the figure does.
    """
    stated = [found for found in reading.statements if found.basis is Basis.STATED]
    if not stated or any(found.metric for found in stated):
        return ""
    starts = {found.char_start for found in stated}
    barred = [issue for issue in reading.issues if issue.char_start in starts]
    words = Counter(issue.words for issue in barred if issue.kind == UNKNOWN_WORDS)
    ties = sum(issue.kind == TIE for issue in barred)
    shown = "、".join(word for word, _ in words.most_common(_MOST_WORDS))
    reasons = {
        f"stand beside words that the lexicon does not know ({shown} …)": words.total(),
        "are claimed by two metrics": ties,
        "are told in no metric's words": len(stated) - words.total() - ties,
    }
    counts = ", ".join(f"{count} {reason}" for reason, count in reasons.items() if count)
    return (
        f"{len(stated)}个数字均未归入指标 none of the {len(stated)} figures is one of the {metrics} metrics: "
        f"{counts} (`fazhi metrics list`; docs/metrics.md tells how words are added)"
    )
