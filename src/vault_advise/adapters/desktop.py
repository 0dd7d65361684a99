"""A notification on the desktop, by the system's own command: no server, no network.

Linux: notify-send (libnotify), https://specifications.freedesktop.org/notification-spec/ ; macOS:
osascript; Windows: a toast by PowerShell. What is said goes in as arguments or in the environment,
never into a script's text.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from vault_advise.system.platforms import here

SECONDS = 15.0
"""A notification service that doesn't answer holds up nothing for longer."""

Show = Callable[[str, str], str]
"""Called with a title and a text; says why it could not be shown, "" where it was."""

_APPLE = (
    "on run argv",
    "display notification (item 2 of argv) with title (item 1 of argv)",
    "end run",
)
_WINDOWS = """\
$ErrorActionPreference = 'Stop'
[void][Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType=WindowsRuntime]
$xml = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent(
  [Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$texts = $xml.GetElementsByTagName('text')
[void]$texts.Item(0).AppendChild($xml.CreateTextNode($env:VAULT_ADVISE_TITLE))
[void]$texts.Item(1).AppendChild($xml.CreateTextNode($env:VAULT_ADVISE_TEXT))
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app).Show(
  [Windows.UI.Notifications.ToastNotification]::new($xml))
"""  # noqa: E501
_NO_SEND = "notify-send is not there; install libnotify (Debian and Ubuntu: libnotify-bin)"
_MISSING = {
    "macos": "osascript is not there",
    "windows": "PowerShell is not there",
}


def command(title: str, text: str, system: str) -> tuple[list[str], dict[str, str]]:
    """What to start, and what to add to its environment. `system`: its name."""
    if system == "macos":
        lines = [part for line in _APPLE for part in ("-e", line)]
        return ["osascript", *lines, "--", title, text], {}
    if system == "windows":
        how = ["-NoProfile", "-NonInteractive", "-WindowStyle", "Hidden", "-Command", _WINDOWS]
        return ["powershell.exe", *how], {"VAULT_ADVISE_TITLE": title, "VAULT_ADVISE_TEXT": text}
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return ["notify-send", "--app-name=vault-advise", "--", title, shown], {}


def show(title: str, text: str) -> str:
    """Show a notification; why it could not be shown, "" where it was."""
    import subprocess

    said, more = command(title, text, here().name)
    try:
        done = subprocess.run(
            said,
            env=os.environ | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except FileNotFoundError:
        return _MISSING.get(here().name, _NO_SEND)
    except subprocess.TimeoutExpired:
        return "the desktop's notification service does not answer"
    except (OSError, ValueError) as error:
        return f"{said[0]} can't be started: {error}"
    words = done.stderr.decode("utf-8", "replace").split()
    return f"{said[0]} says: {' '.join(words)[:200]}" if done.returncode else ""
