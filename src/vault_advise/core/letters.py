"""Templates: letters and the block. Sandboxed; only text, lists and mappings go in.

Jinja2's sandbox is documented at https://jinja.palletsprojects.com/en/stable/sandbox/; what it
leaves open (https://jinja.palletsprojects.com/en/stable/sandbox/#security-considerations) is
closed by passing no objects and by capping ranges and the output.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from vault_advise.core.errors import SetupError

if TYPE_CHECKING:
    import jinja2

MAX_OUTPUT = 64 * 1024


class Letters:
    """The templates in force, by name without ending, and the language's words."""

    def __init__(self, sources: Mapping[str, str], words: Mapping[str, Any]) -> None:
        self.sources = sources
        self.words = words
        self._environment: jinja2.Environment | None = None
        self._compiled: dict[str, jinja2.Template] = {}

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """The text of a template. Raises SetupError when the template is broken."""
        import jinja2

        try:
            template = self._compiled.get(name) or self.compile(name)
            pieces: list[str] = []
            size = 0
            for piece in template.generate(values):
                size += len(piece)
                if size > MAX_OUTPUT:
                    raise SetupError(
                        f"the template “{name}” writes more than {MAX_OUTPUT} characters",
                        "Shorten it",
                    )
                pieces.append(piece)
        except jinja2.TemplateError as error:
            raise self._broken(name, error) from None
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise SetupError(
                f"the template “{name}” can't be used: {error}",
                "Correct it, or delete your copy to get the built-in one back",
            ) from None
        return "".join(pieces)

    @staticmethod
    def _broken(name: str, error: jinja2.TemplateError) -> SetupError:
        line = getattr(error, "lineno", None)
        where = f", line {line}" if line else ""
        return SetupError(
            f"the template “{name}”{where} can't be used: {error.message}",
            "Correct it, or delete your copy to get the built-in one back",
        )

    def compile(self, name: str) -> jinja2.Template:
        """A template, ready for rendering."""
        import jinja2
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        if self._environment is None:
            self._environment = ImmutableSandboxedEnvironment(
                loader=jinja2.DictLoader(dict(self.sources)),
                undefined=jinja2.StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
                keep_trailing_newline=False,
                autoescape=False,
                optimized=False,
            )
        if name not in self.sources:
            raise SetupError(
                f"there is no template “{name}”", "There are: " + ", ".join(sorted(self.sources))
            )
        try:
            template = self._environment.get_template(name)
        except jinja2.TemplateError as error:
            raise self._broken(name, error) from None
        self._compiled[name] = template
        return template
