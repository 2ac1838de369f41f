"""Imported where reports will be read: whatever reading them takes is loaded, and the rules are compiled."""

import flows.reading.report  # noqa: F401
from extract.documents.reading import load_readers
from transform.rules import load_rules
from warehouse.rules_version import rules_version

load_readers()
load_rules()
rules_version()
