"""Templates: letters and the block. Only text, lists and mappings go in."""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from vault_advise.core.errors import SetupError
from vault_advise.core.letters.catalog import Catalog
from vault_advise.core.letters.frames import Frames
from vault_advise.core.words import harmless
from vault_advise.core.words.dates import Order

if TYPE_CHECKING:
    import jinja2

    from vault_advise.core.letters.sandbox import Environment, PackagedEnvironment

MAX_OUTPUT = 256 * 1024


class Letters:
    """The templates in force, by name without ending, and the language's words."""

    def __init__(
        self,
        sources: Mapping[str, str],
        words: Mapping[str, Any],
        own: Collection[str] = (),
        cache: Callable[[], jinja2.BytecodeCache | None] | None = None,
        frames: Callable[[], Mapping[str, Any]] | None = None,
        own_frames: object = (),
    ) -> None:
        """`own`: the names of templates that are the vault's, which may do less and get a budget.
        `cache`: gives the place where compiled templates are kept for the next start. `frames`: the
        language's frames.toml, asked for when the first letter is written. `own_frames`: what the
        vault has of them, to tell whether they changed."""
        self.sources = sources
        self.words = words
        self.catalog = Catalog(words)
        self.own = own
        self._cache = cache
        self.read_frames = frames
        self.own_frames = own_frames
        self._frames: Frames | None = None
        self._packaged: PackagedEnvironment | None = None
        self._sandbox: Environment | None = None
        self._compiled: dict[str, jinja2.Template] = {}

    def dated(self, order: Order) -> Letters:
        """The same in a vault whose dates have day and month in this order."""
        if self.catalog.month_first == (order == "month"):
            return self
        letters = copy.copy(self)
        letters.catalog = Catalog(self.words, order == "month")
        return letters

    @property
    def frames(self) -> Frames:
        """How remarks become sentences. Raises SetupError where there is no word of it."""
        if self._frames is None:
            if self.read_frames is None:
                raise SetupError("there are no frames for letters", "Install vault-advise anew")
            self._frames = Frames(self.read_frames())
        return self._frames

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """The text of a template. Raises SetupError when the template is broken."""
        import jinja2

        from vault_advise.core.letters import sandbox

        try:
            template = self._compiled.get(name) or self.compile(name)
            if name in self.own and self._sandbox:
                return harmless.document(sandbox.rendered(self._sandbox, template, values))
            return self._within(name, template.generate(values))
        except jinja2.TemplateError as error:
            raise self._broken(name, error.message or "", getattr(error, "lineno", None)) from None
        except sandbox.TooManySteps:
            raise self._broken(name, "its loops take too many steps") from None
        except RecursionError:
            raise self._broken(name, "it calls itself without end") from None
        except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError) as error:
            raise self._broken(name, str(error)) from None

    def _within(self, name: str, pieces: Iterable[str]) -> str:
        kept: list[str] = []
        size = 0
        for piece in pieces:
            size += len(piece)
            if size > MAX_OUTPUT:
                raise self._broken(name, f"it writes more than {MAX_OUTPUT} characters")
            kept.append(piece)
        return "".join(kept)

    def compile(self, name: str) -> jinja2.Template:
        """A template, ready for rendering. Raises SetupError when it is broken."""
        import jinja2

        if name not in self.sources:
            there = ", ".join(sorted(self.sources))
            raise SetupError(f"there is no template “{name}”", f"There are: {there}")
        try:
            template = self._environment(name).get_template(name)
        except jinja2.TemplateError as error:
            raise self._broken(name, error.message or "", getattr(error, "lineno", None)) from None
        except (RecursionError, MemoryError, SyntaxError):
            raise self._broken(name, "it is nested too deep") from None
        except ValueError as error:
            raise self._broken(name, str(error)) from None
        self._compiled[name] = template
        return template

    def _environment(self, name: str) -> PackagedEnvironment:
        from vault_advise.core.letters.sandbox import Environment, PackagedEnvironment

        if name in self.own:
            self._sandbox = self._sandbox or Environment(self.sources)
            return self._sandbox
        if self._packaged is None:
            self._packaged = PackagedEnvironment(self.sources, self._cache and self._cache())
        return self._packaged

    @staticmethod
    def _broken(name: str, what: str, line: int | None = None) -> SetupError:
        where = f", line {line}" if line else ""
        return SetupError(
            f"the template “{name}”{where} can't be used: {what}",
            "Correct it, or delete your copy to get the built-in one back",
        )
