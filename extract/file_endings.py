"""How the names of files end on government sites: each kind of ending told once, as a part of patterns."""

DOCUMENT = r"pdf|docx?|wps|ofd|rtf"
"""What a report is published as where it is no page."""
ARCHIVE = r"zip|rar"
SHEET = r"et|xlsx?"
PAGE = r"[sj]?html?|aspx?|jsp|php"
ATTACHMENT = rf"{DOCUMENT}|zip"
"""What may hold the text of a report that its page does not: an archive only where it can be opened."""
NAMED = rf"{DOCUMENT}|{ARCHIVE}|{SHEET}|txt"
"""What a line or a heading that names a file ends in."""

READ_FROM_DISK = (".html", ".htm", ".txt", ".pdf", ".docx")
"""The suffixes of files that are taken out of a folder of reports."""
READ = (*READ_FROM_DISK, ".doc", ".ofd", ".mht")
"""The suffixes of all that can be read."""
