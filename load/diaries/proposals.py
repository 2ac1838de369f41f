"""The diary of proposed reports and what became of them."""

from load.diaries.diary import Diary
from warehouse.schemas import PROPOSALS

_DIARY = Diary("proposal", PROPOSALS, "event")
append_proposals = _DIARY.append
read_proposals = _DIARY.read
damaged_proposals = _DIARY.damaged
