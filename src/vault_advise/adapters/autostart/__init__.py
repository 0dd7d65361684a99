"""Starting at login, or from cron: text (what is written), systems (how it is put in place)."""

from vault_advise.adapters.autostart.systems import SYSTEMS, Ran, Run, here, run_command
from vault_advise.adapters.autostart.text import Job

__all__ = ["SYSTEMS", "Job", "Ran", "Run", "here", "run_command"]
