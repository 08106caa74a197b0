"""Ways of checking a round: the library's own, and those of peers, written by hand for the same checks."""
