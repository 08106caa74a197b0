"""The public names as they are recorded, and as they are: what was added, and what broke.

``python -m tools.api_surface check`` compares the sources with the record, ``… record`` writes it anew. The rules stand
in docs/explanation/stability.md.
"""

from __future__ import annotations

from tools.api_surface._breaks import Break, breaks
from tools.api_surface._changelog import named
from tools.api_surface._surface import Surface, surface

__all__ = ["Break", "Surface", "breaks", "named", "surface"]
