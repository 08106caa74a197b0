"""Ways of putting things that several parts of the library have to know."""

from __future__ import annotations

import re

__all__ = ["NO_REMARKS"]

# How answers put it that there is nothing to say. "No further remarks" is not among it: it comes after some.
NO_REMARKS = re.compile(
    r"""\b (?:
        (?: ingen | ikke ) [ ] (?: (?: nogen | konkrete | særlige ) [ ] )?
        (?: bemærkninger | kommentarer | indvendinger )
      | (?: intet | ikke [ ] noget ) [ ] at [ ] bemærke
      | no [ ] (?: remarks | comments | observations )
      | nothing [ ] to [ ] remark
    ) \b""",
    re.IGNORECASE | re.VERBOSE,
)
