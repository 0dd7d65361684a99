"""What notes are made of, below any meaning: Markdown, names, dates, safe text, property names."""
