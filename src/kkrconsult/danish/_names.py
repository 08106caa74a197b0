"""Names of municipalities as people write them, and what a misspelt word may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kkrconsult.danish._letters import fold, sort_key

__all__ = ["name_variants", "suggest"]

_ALIKE: Final = 0.6  # difflib's own default
_COUNCILS: Final = (
    ("Byrådet", "Byråd"),
    ("Kommunalbestyrelsen", "Kommunalbestyrelse"),
    ("Borgerrepræsentationen", "Borgerrepræsentation"),  # Copenhagen's
)


def name_variants(name: str) -> frozenset[str]:
    """Return the ways in which a municipality's name is commonly written by those who answer.

    Match by comparing `fold(text)` with the folded variants. Names that do not follow from the name itself
    (Mors for Morsø) are aliases and must come from data; give each of them to this function too.

    Args:
        name: The short or official name, such as `"Aarhus"` or `"Københavns Kommune"`.

    Returns:
        The name, its genitive, with and without "Kommune", as the sender of a council ("Byrådet i Aarhus",
        "Aarhus Byråd"), each with å or aa, with hyphen or space, and with ae, oe and aa for æ, ø and å.
    """
    short = re.sub(r" (?:regions)?kommunes?$", "", " ".join(name.split()), flags=re.IGNORECASE)
    modern = short.replace("Aa", "Å").replace("aa", "å")
    older = short.replace("Å", "Aa").replace("å", "aa")
    ascii_only = older
    for letter, pair in (("æ", "ae"), ("ø", "oe"), ("Æ", "Ae"), ("Ø", "Oe")):
        ascii_only = ascii_only.replace(letter, pair)
    spellings = {short, modern, older, ascii_only}
    spellings |= {spelling.replace("-", " ") for spelling in spellings}
    variants: set[str] = set()
    for spelling in spellings:
        # After s, x and z the genitive adds nothing but, in running text, an apostrophe.
        unmarked = spelling.casefold().endswith(("s", "x", "z"))
        genitive = spelling if unmarked else f"{spelling}s"
        variants.add(f"{spelling}'" if unmarked else genitive)
        for form in (spelling, genitive):
            variants |= {form, f"{form} Kommune", f"{form} Kommunes", f"{form} kommune", f"{form} kommunes"}
            for definite, plain in _COUNCILS:
                variants |= {f"{form} {plain}", f"{definite} i {form} Kommune"}
        variants |= {f"{definite} i {spelling}" for definite, _ in _COUNCILS}
    return frozenset(variants)


def suggest(word: str, candidates: Iterable[str], n: int = 1) -> tuple[str, ...]:
    """Return the candidates that a misspelt word may have meant.

    Args:
        word: What was written.
        candidates: What may be written, in any order.
        n: The most candidates to return.

    Returns:
        At most n candidates, the likeliest first; none if nothing is alike enough. Spellings are compared
        folded, so that "kobenhavns kommune" finds "København".
    """
    import difflib  # needed for a misspelt word only

    wanted = fold(word)
    matcher = difflib.SequenceMatcher()
    matcher.set_seq2(wanted)  # it remembers its second sequence
    scored = []
    for candidate in set(candidates) if wanted else ():
        matcher.set_seq1(fold(candidate))
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            ratio = matcher.ratio()
            if ratio >= _ALIKE:
                scored.append((-ratio, sort_key(candidate), candidate))
    return tuple(candidate for _, _, candidate in sorted(scored)[: max(n, 0)])
