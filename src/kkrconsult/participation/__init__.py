"""Who has answered, and how: a function of the round, its responses and a moment.

The rules:

1. **The moment.** What came after the moment asked about is not there yet: such a response is listed in
   `Participation.later` and counted nowhere, a withdrawal or decision of a later day has not been made. A
   response whose moment of receipt is unknown is there, is treated as in time, and stands first in the order
   of receipt.
2. **Each response has one standing.** Withdrawn, if the party took it back; else rejected, if the secretariat
   decided so; else superseded, if another took its place; else accepted. A late response is accepted until
   somebody decides otherwise, so that nothing gets lost by the clock alone.
3. **Versions.** A response takes the place of another if it names it in ``supersedes``, or if the same
parties
   (or the same unsolicited sender) gave it a higher ``version``. If neither is declared, a second response
   replaces nothing: both are accepted, and the later one received decides how the party stands.
4. **What replaces.** A rejected response replaces nothing, so that the earlier one counts again. A withdrawn
one
   does: a party that takes back its second version has no answer, rather than one that it had replaced. A
   joint response is superseded when each of its parties has a newer one; until then it counts for the
   others. A response that is said to replace an unknown one replaces nothing, and of several that replace
   each other in a circle the last one received stands.
5. **Parties and responses are counted apart.** A joint response is one response and counts for each of its
parties. 6. **Late** is seen from each party's own deadline, extensions and grace included. A joint response
is late when it
   is late for all of its parties.
7. **Unsolicited** is a response that no consulted party is behind. Its senders follow the consulted parties,
and so
   does a party that was not consulted and joined a consulted one. Their responses are accepted like any
   other.
8. **No answer**: not yet due while the party's deadline runs, missing afterwards. Where no deadline is
known, it is
   missing once the round is concluded.
"""

from __future__ import annotations

from kkrconsult.participation._lists import Listed, ThreeLists, three_lists
from kkrconsult.participation._state import ParticipationState, participation

__all__ = ["Listed", "ParticipationState", "ThreeLists", "participation", "three_lists"]
