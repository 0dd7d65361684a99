"""A letter's parts and its length."""

from __future__ import annotations


def linkedin_length(text: str) -> int:
    """Characters as LinkedIn's page counts them: UTF-16 code units, as JavaScript's length does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_subject(text: str) -> tuple[str, str]:
    """Subject and body of an email draft whose first line is `Subject: …`."""
    first, _, rest = text.partition("\n")
    if not first.startswith("Subject:"):
        return "", text
    return first.removeprefix("Subject:").strip(), rest.lstrip("\n")
