"""Find personal numbers and addresses in text, and take them out.

Three kinds are found: CPR numbers, e-mail addresses and Danish telephone numbers. Everything here is a pure
function of the text; what a hit *means* for a response (error, warning, nothing) is for a validator to say.

    >>> from kkrconsult.privacy import find, redact
    >>> text = "Borgeren (010180-1234) kan ringes op på tlf. 12345678."
    >>> hits = find(text)
    >>> [(hit.kind.value, hit.masked) for hit in hits]
    [('cpr', '••••••-••••'), ('phone', '•• •• •• 78')]
    >>> redact(text, hits)
    'Borgeren ([udeladt: CPR-nummer]) kan ringes op på tlf. [udeladt: telefonnummer].'

Time is linear in the length of the text, also for hostile text. Most texts hold none of the shapes looked
for, so a cheap look at the bytes comes first: `glance` at all that a response says, and `prescan` of a text that is
worth it, which can be shared by all who scan that text.

Only the digits 0-9 count as digits, and text is taken as a reader sees it: decode HTML entities and the like
before calling. Spelt-out addresses ("jens (at) …") are not recognised.
"""

from __future__ import annotations

from kkrconsult.privacy._email import is_function_mailbox, is_private_email
from kkrconsult.privacy._glance import STEMS, Glance, glance
from kkrconsult.privacy._redact import placeholder, redact
from kkrconsult.privacy._scan import Guard, Hit, Kind, find, prescan
from kkrconsult.privacy._secrets import Secret, SecretKind, Secrets, letters_of, passages

__all__ = [
    "STEMS",
    "Glance",
    "Guard",
    "Hit",
    "Kind",
    "Secret",
    "SecretKind",
    "Secrets",
    "find",
    "glance",
    "is_function_mailbox",
    "is_private_email",
    "letters_of",
    "passages",
    "placeholder",
    "prescan",
    "redact",
]
