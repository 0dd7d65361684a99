"""What stands in the help of each command beside its own words: a summary, and how it is typed."""

from __future__ import annotations

import click

SUMMARIES = {
    "run": "Bring advice and drafts in interview notes up to date",
    "watch": "Advise each note a moment after it changes",
    "agenda": "What to do next, by date",
    "lint": "Check drafts, edited ones too",
    "polish": "Have a draft rewritten by a command of yours",
    "explain": "Why a note gets its advice, or gets none",
    "people": "Everybody you deal with, by what to do next",
    "init": "Look at a vault and propose settings for it",
    "doctor": "What is wrong with settings or notes, and the remedy",
    "undo": "Take back what the last run changed in notes",
    "eject": "Take all that vault-advise wrote out of the notes",
    "autostart": "Start the daemon when you log in",
    "autostart install": "Start it now, and whenever you log in",
    "autostart remove": "Stop it, and start it no more",
    "autostart status": "Is it installed, and is it running",
    "status": "Is the daemon running, and what did it do",
    "pause": "The daemon writes nothing until resumed",
    "resume": "The daemon goes on after a pause",
    "trust": "Use the vault's own templates, as they are now",
    "templates": "The letters' templates in force",
    "templates list": "Every template, and where it comes from",
    "templates show": "Print a template",
    "templates copy": "Copy a template into the vault, to edit it",
    "import": "Take in LinkedIn's list of your connections",
    "import linkedin": "Who of your people is connected with you",
    "new": "An interview note from a calendar invitation",
    "demo": "An example vault to play with, advised",
    "help": "What a command does, its options and examples",
    "completion": "Completion of commands and options by the Tab key",
}
"""What the list of commands says, in at most 55 characters."""

EXAMPLES = {
    "run": ("vault-advise run ~/Documents/Vault", "vault-advise run --diff"),
    "watch": ("vault-advise watch ~/Documents/Vault",),
    "agenda": ("vault-advise agenda", "vault-advise agenda --ics ~/owed.ics"),
    "lint": ("vault-advise lint", 'vault-advise lint "Halden Rail - Timetable lead"'),
    "polish": ('vault-advise polish "Halden Rail - Timetable lead" --with "llm -m local"',),
    "explain": ('vault-advise explain "Halden Rail - Timetable lead"',),
    "people": ("vault-advise people",),
    "init": ("vault-advise init ~/Documents/Vault", "vault-advise init --print"),
    "doctor": ("vault-advise doctor",),
    "undo": ("vault-advise undo", "vault-advise undo --list"),
    "eject": ("vault-advise eject --dry-run",),
    "autostart install": ("vault-advise autostart install ~/Documents/Vault",),
    "autostart remove": ("vault-advise autostart remove",),
    "autostart status": ("vault-advise autostart status",),
    "status": ("vault-advise status",),
    "pause": ("vault-advise pause --for 2h",),
    "resume": ("vault-advise resume",),
    "trust": ("vault-advise trust",),
    "templates list": ("vault-advise templates list",),
    "templates show": ("vault-advise templates show thank-you",),
    "templates copy": ("vault-advise templates copy thank-you",),
    "import linkedin": ("vault-advise import linkedin ~/Downloads/Connections.csv",),
    "new": ("vault-advise new ~/Downloads/invite.ics", "vault-advise new"),
    "demo": ("vault-advise demo", "vault-advise demo ~/Desktop/Demo"),
    "help": ("vault-advise help run", "vault-advise help autostart install"),
    "completion": ("vault-advise completion --install", "vault-advise completion zsh"),
}


def introduced(name: str, command: click.Command) -> click.Command:
    """The command with its summary and its examples, and likewise those beneath it."""
    command.short_help = SUMMARIES.get(name)
    if typed := EXAMPLES.get(name):
        command.epilog = "\b\nExamples:\n" + "\n".join(f"  {one}" for one in typed)
    if isinstance(command, click.Group):
        for inner, found in command.commands.items():
            introduced(f"{name} {inner}", found)
    return command
