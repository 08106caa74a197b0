"""File formats as pure functions of text: tables and answer files, each written and read back without loss.

Readers and exporters are thin layers over this package, which is why it opens nothing and knows no plugin.
"""

from __future__ import annotations
