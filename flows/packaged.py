"""The catalogues that come with the program, by name; without the settings, so that `--help` starts fast."""

LIVE, SAMPLES = "live", "samples"
PACKAGED = {LIVE: ("extract.catalogue", "reports.csv"), SAMPLES: ("samples", "catalogue.csv")}
"""The packaged catalogues, by the names under which they may be asked for: package and file."""
