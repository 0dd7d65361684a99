"""What notes are made of, below any meaning: Markdown, names, dates, safe text, property names.

Any text may be asked about: nothing here raises.
"""
