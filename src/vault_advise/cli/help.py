"""`vault-advise help`."""

from __future__ import annotations

import click


@click.command()
@click.argument("command", nargs=-1)
@click.pass_context
def help(ctx: click.Context, command: tuple[str, ...]) -> None:
    """What a command does, its options and examples."""
    above = ctx.parent
    assert above is not None
    for name in command:
        group = above.command
        if not isinstance(group, click.Group):
            raise click.UsageError(f"{above.command_path} has no commands of its own.", above)
        _, inner, _ = group.resolve_command(above, [name])
        assert inner is not None
        above = click.Context(inner, info_name=name, parent=above)
    click.echo(above.get_help())
