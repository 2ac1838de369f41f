"""The diary of index pages: how each list stood when it was read."""

from load.diaries.diary import Diary
from warehouse.schemas import LIST_LOG

_DIARY = Diary("list_log", LIST_LOG, "index_url")
append_list_log = _DIARY.append
read_list_log = _DIARY.read
damaged_list_log = _DIARY.damaged
