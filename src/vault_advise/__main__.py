"""`python -m vault_advise` is the same program as `vault-advise`."""

from vault_advise.cli import main

if __name__ == "__main__":
    main()
