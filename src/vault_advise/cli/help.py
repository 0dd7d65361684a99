"""`vault-advise help`."""

from __future__ import annotations

import click


@click.command()
@click.argument("command", nargs=-1)
@click.pass_context
def help(ctx: click.Context, command: tuple[str, ...]) -> None:
    """What a command does, its options and examples."""
    from vault_advise.cli import cli

    above, found = ctx.parent, cli
    for name in command:
        assert above is not None
        _, inner, _ = found.resolve_command(above, [name])  # type: ignore[attr-defined]
        above, found = click.Context(inner, info_name=name, parent=above), inner
    assert above is not None
    click.echo(found.get_help(above))
