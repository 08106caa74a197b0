"""What a round ended with: the tracks of its outcome, each with the history that led to it.

Lazy like the package itself: the validator that looks up what became of a track needs none of the rest.
"""

from __future__ import annotations

from kkrconsult._lazy import lazily

# Type checkers take this name for true, whoever defines it.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from kkrconsult.adoption._adopt import adopt
    from kkrconsult.adoption._history import decided_history, theme_history
    from kkrconsult.adoption._tracks import became

__all__ = ["adopt", "became", "decided_history", "theme_history"]

# Hidden from type checkers: with it in sight they would take every misspelt name for one that exists.
if not TYPE_CHECKING:  # pragma: no branch
    __getattr__ = lazily(
        globals(), {"._adopt": "adopt", "._history": "decided_history theme_history", "._tracks": "became"}
    )

    def __dir__():
        return sorted({*globals(), *__all__})
