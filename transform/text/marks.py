"""Marks and small words that patterns of many rooms are made of, each in one place."""

import re

from warehouse.vocabulary import either, load_wording

_DEALING = load_wording("dealing")
# （以撤销等方式结案）
BRACKET = re.compile(r"（[^（）]*）")
# 《行政复议法》
TITLE = re.compile(r"《[^》]*》")
COUNTING: str = load_wording("numbers")["numerals"]["counting"]
"""The numerals of headings and months."""
# 成立了
PERFECTIVE = "了?"
"""Pattern of the particle that a verb may have."""
DATE_UNITS: str = load_wording("outline")["dates"]["units"]
"""年, 月, 日: a number before them is no figure."""
# 3—5件
RANGE = "|".join(load_wording("numbers")["range"]["joints"])
"""Alternatives of a pattern: what stands between the ends of a range."""
CLAUSE_MARKS = "，；：。！？"
"""What a clause ends at, beside a bracket's end."""
# 全年办案，
CLAUSE_MARK = re.compile(f"[{CLAUSE_MARKS}]")
JOINING: str = _DEALING["joining"]
"""The joints of one character."""
# 受理和审结
JOINTS = f"[{JOINING}]|{either(_DEALING['joining_words'])}"
"""Alternatives of a pattern: what stands between the members of a list."""
# 受理和审结
JOINT = re.compile(JOINTS)
# 规章3件以及
JOINING_WORD = re.compile(f"(?!、)(?:{JOINTS})")
JOINING_CHARACTERS = "".join((JOINING, *_DEALING["joining_words"]))
"""For str.strip: all characters that joints are written with."""
AND_SO_ON: str = _DEALING["and_so_on"]
"""等: what a list that is cut short ends with."""
JOINING_TITLES: str = _DEALING["joining_titles"]
# 《甲市公园办法》、《乙市河道条例》等
TITLES_AND_SO_ON = rf"(?:《[^《》]{{1,60}}》[{JOINING_TITLES}]?)+{AND_SO_ON}"
"""Pattern of titles listed."""
PART_OF = tuple(load_wording("linking")["parts"])
"""其中: what opens parts of what was told."""
# 分别为51件和49件
DEALT = re.compile(either(_DEALING["loosely"]))
