"""Where the folder build starts."""

from vault_advise.__main__ import main

main()
