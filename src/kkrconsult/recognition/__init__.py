"""From documents to responses: whose answer it is, how it was handled, which points it makes.

All of it is pure: a document and a round in, a response out, with the evidence for everything that was recognised.
"""

from __future__ import annotations

from kkrconsult.recognition.letters import says_attached
from kkrconsult.recognition.responses import Recogniser, Sending, is_covering
from kkrconsult.recognition.senders import Candidate, Ground, Match
from kkrconsult.recognition.sidecar import SIDECAR_NAME, Settled, Sidecar, read_sidecar, sidecar_stub

__all__ = [
    "SIDECAR_NAME",
    "Candidate",
    "Ground",
    "Match",
    "Recogniser",
    "Sending",
    "Settled",
    "Sidecar",
    "is_covering",
    "read_sidecar",
    "says_attached",
    "sidecar_stub",
]
