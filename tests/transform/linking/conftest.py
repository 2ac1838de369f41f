"""A small catalogue of its own, so that these tests say how links are made and not what the product knows."""

from collections.abc import Callable

import pytest

from tests.transform.conftest import paragraphs
from transform.reading import read_report
from transform.rules import Rules, compile_rules, load_rules
from warehouse.metrics import LEXICON_FILE, METRICS_FOLDER, parse_catalogue
from warehouse.places import load_places
from warehouse.records import Reading

LEXICON = """
[subject]
reconsideration = ["(行政)?复议"]
litigation = ["(行政)?(诉讼|应诉)"]
legal_work = ["法治建设"]

[act]
received = ["收到", "新收"]
accepted = ["受理"]
concluded = ["办结", "审结"]
issued = ["制定"]
repealed = ["废止"]
drafted = ["起草"]
fined = ["罚款"]
supported = ["维持"]
overturned = ["撤销", "变更"]
considered = ["研究"]
inspected = ["检查"]
reviewed = ["审查"]
adjusted = ["调整"]
added = ["新增"]

[thing]
application = ["申请"]
rule = ["规章"]
document = ["规范性文件"]
study = ["学法"]
firm = ["企业", "网吧"]
proposal = ["提案"]
seal = ["印章"]
meeting = ["常务会议"]

[generic]
case = ["案件"]
request = ["请求"]
ratio = ["率"]
share = ["占"]

[part]
second = ["二审"]
undone = ["未"]
planned = ["计划"]
simple = ["简易"]
average = ["平均"]

[field]
field = ["领域"]

[doer]
police = ["公安(机关)?"]

[sum]
any_overturned = ["overturned"]
papers = ["rule", "document"]

[pair]
document_pair = ["document", "rule"]

[filler]
filler = [
    "[全本上去]年", "全市", "同期", "已", "情况", "共", "依法", "同比", "其中", "分别", "增长", "上升",
    "下降", "比上年", "召开", "工作", "对", "进行", "被", "部门", "的", "数", "量", "前", "是",
    "居", "全省", "等", "参加", "会同", "由", "上升到", "达", "为",
]

[group]
news = ["added"]
plans = ["planned"]
meetings = ["meeting"]
studying = ["considered"]
shared_by_parts = ["reviewed"]
shares = ["share"]
no_noun = ["case", "share", "ratio"]
held_by_parts = ["drafted"]
turns = ["adjusted"]
handed_in = ["request"]
no_head = ["firm"]
head_of_all = ["rule"]
yardsticks = ["average"]
of_whole = ["share", "case", "concluded"]
"""

HEAD = """
label_zh = "{0}"
label_en = "{0}"
unit = "{1}"
kind = "count"
better = "neutral"
definition = "{0}"
frames = {2}
"""

CASES = {
    "received": ("件", ["reconsideration received application|case?"]),
    "accepted": ("件", ["reconsideration accepted case?"]),
    "concluded": ("件", ["reconsideration concluded case?"]),
    "litigation": ("件", ["litigation case"]),
    "second_instance": ("件", ["second litigation accepted! @clause"]),
    "overturned": ("件", ["reconsideration overturned case?"]),
    "overturn_rate": ("%", ["reconsideration overturned ratio"]),
    "rules_issued": ("件", ["rule issued"]),
    "rules_repealed": ("件", ["rule repealed"]),
    "documents_repealed": ("件", ["document repealed"]),
    "rules_reviewed": ("件", ["rule reviewed"]),
    "documents_reviewed": ("件", ["document reviewed"]),
    "study": ("次", ["study"]),
    "fines": ("元", ["fined"]),
    "firms": ("家", ["inspected firm"]),
    "proposals": ("件", ["proposal! concluded"]),
    "papers_repealed": ("件", ["papers repealed"]),
    "meetings": ("次", ["meeting! legal_work"]),
    "items": ("项", ["document drafted"]),
    "seals": ("枚", ["seal<"]),
    "questions": ("个", ["proposal! litigation @paragraph", "proposal! legal_work"]),
}
MORE = {
    "overturned": 'share = "x.overturn_rate"',
    "received": 'not_by = ["police"]\nbeside = ["police"]',
    "accepted": 'units = ["件", "批"]',
    "study": "any_words = true",
    "fines": 'by_unit = ["fined"]',
    "documents_repealed": 'units = ["件", "份"]',
    "rules_reviewed": 'units = ["件", "个"]',
    "questions": 'reach = "clause"',
}

Link = Callable[..., dict[str, str | None]]


@pytest.fixture(scope="session")
def rules() -> Rules:
    metrics = "\n".join(
        f"[{name}]{HEAD.format(name, unit, str(frames).replace(chr(39), chr(34)))}{MORE.get(name, '')}"
        for name, (unit, frames) in CASES.items()
    )
    catalogue = parse_catalogue({LEXICON_FILE: LEXICON, f"{METRICS_FOLDER}/x.toml": metrics})
    return compile_rules(catalogue.metrics, catalogue.lexicon, load_places())


@pytest.fixture(scope="session")
def read_small(rules: Rules) -> Callable[[str], Reading]:
    return lambda text: read_report(paragraphs(text), "330700", 2017, rules)


@pytest.fixture(scope="session")
def link(read_small: Callable[[str], Reading]) -> Link:
    """Metric by figure, of all figures of a text; without the family's name."""

    def _link(text: str) -> dict[str, str | None]:
        return {s.text: s.metric and s.metric.partition(".")[2] for s in read_small(text).statements}

    return _link


def metrics_of(text: str) -> list[str | None]:
    """The metrics of a text's figures in order, without their families: by the packaged catalogue."""
    reading = read_report(paragraphs(text), "330700", 2017, load_rules())
    return [one.metric and one.metric.partition(".")[2] for one in reading.statements]
