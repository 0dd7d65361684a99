"""LinkedIn and thank-you etiquette, kept inside the interview notes of an Obsidian vault."""

__version__ = "0.1.0"
