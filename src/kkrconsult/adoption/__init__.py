"""What a round ended with: the tracks of its outcome, each with the history that led to it."""

from __future__ import annotations

from kkrconsult.adoption._adopt import adopt
from kkrconsult.adoption._history import decided_history, theme_history
from kkrconsult.adoption._tracks import became

__all__ = ["adopt", "became", "decided_history", "theme_history"]
