"""The program's start, by its name or by `python -m vault_advise`."""

from __future__ import annotations

import os


def main() -> None:
    """The same as `cli.main`; Ctrl-C ends it quietly while it is still being loaded, too."""
    try:
        from vault_advise.cli import main

        main()
    except KeyboardInterrupt:
        os._exit(130)


if __name__ == "__main__":
    main()
