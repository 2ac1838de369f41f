"""Imported where reports will be read: whatever reading them takes is loaded, and the rules are compiled."""

import flows.reading.report  # noqa: F401
from transform.rules import load_rules

load_rules()
