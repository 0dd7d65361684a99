"""Starting at login, or from cron: text (what is written), systems (how it is put in place)."""

from vault_advise.adapters.autostart.systems import SYSTEMS, here
from vault_advise.adapters.autostart.text import Job
from vault_advise.adapters.autostart.tools import Ran, Run, run_command

__all__ = ["SYSTEMS", "Job", "Ran", "Run", "here", "run_command"]
