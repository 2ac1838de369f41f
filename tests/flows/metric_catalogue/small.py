"""A catalogue of two metrics, for tests that change it."""

from warehouse.metrics import LEXICON_FILE, METRICS_FOLDER, Catalogue, parse_catalogue

LEXICON = """
[subject]
reconsideration = ["(行政)?复议"]
legal_aid = ["法律援助"]
[act]
accepted = ["受理"]
[generic]
case = ["案件"]
[filler]
filler = ["全市", "共", "县里"]
"""

METRICS = """
[accepted]
label_zh = "受理行政复议案件数"
label_en = "Reconsideration cases accepted"
unit = "件"
units = ["件"]
kind = "count"
better = "neutral"
plausible = [0, 1000000]
definition = "受理的行政复议案件数"
frames = ["reconsideration accepted case"]
examples = ["全市受理行政复议案件【120件】，办结100件"]
counter_examples = ["全市受理法律援助案件【120件】"]

[aided]
label_zh = "法律援助案件数"
label_en = "Legal aid cases"
unit = "件"
units = ["件"]
kind = "count"
better = "neutral"
plausible = [0, 1000000]
definition = "受理的法律援助案件数"
frames = ["legal_aid accepted case"]
examples = ["全市受理法律援助案件300件"]
counter_examples = []
"""


def catalogue(lexicon: str = LEXICON, metrics: str = METRICS) -> Catalogue:
    """The two metrics in the family x, or others."""
    return parse_catalogue({LEXICON_FILE: lexicon, f"{METRICS_FOLDER}/x.toml": metrics})
