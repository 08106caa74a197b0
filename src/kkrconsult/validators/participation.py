"""Who has not answered, and whether enough have."""

from __future__ import annotations

import math
from collections.abc import Iterator

import attrs

from kkrconsult.findings import Code, Finding, Severity, Subject, SubjectKind
from kkrconsult.model import Participation, PartyStatus, Response, Status
from kkrconsult.plugins.records import Context, ValidatorSpec
from kkrconsult.standings import consulted_parties
from kkrconsult.structure import FrozenMap
from kkrconsult.timeline import Cutoffs
from kkrconsult.validators._common import EachResponse, as_written

__all__ = ["SPEC", "Options"]


@attrs.frozen(kw_only=True)
class Options:
    """How much participation is expected."""

    quorum: float = attrs.field(
        default=0.0, validator=attrs.validators.and_(attrs.validators.ge(0), attrs.validators.le(1))
    )
    """Share of the consulted parties, up to 1, that should have answered once every deadline has passed. 0 switches
    this off."""


_CODES = {
    Status.MISSING: "participation.missing",
    Status.WITHDRAWN: "participation.withdrawn",
    Status.REJECTED: "participation.rejected",
    Status.LATE_REJECTED: "participation.rejected",
}


class _Run(EachResponse):
    """Holds what is known of all responses against what was expected."""

    def __init__(self, options: Options, context: Context) -> None:
        self._options = options
        self._cutoffs = Cutoffs(context.round)

    def observe(self, response: Response) -> tuple[Finding, ...]:  # noqa: ARG002 - the protocol's shape
        """Who is missing shows only when all are there."""
        return ()

    def conclude(self, participation: Participation) -> Iterator[Finding]:
        open_still = False
        for party in consulted_parties(participation):
            code = _CODES.get(party.status)
            open_still = open_still or party.status is Status.NOT_YET_DUE
            if code is not None:
                subject = Subject(kind=SubjectKind.PARTICIPANT, id=party.participant)
                yield Finding(code=code, params=self._params(party), subject=subject)
        # Rounded first, because 0.55 * 20 is a little more than 11 to a computer.
        least = math.ceil(round(self._options.quorum * participation.consulted, 6))
        if not open_still and participation.answering < least:
            params = {"answering": participation.answering, "consulted": participation.consulted, "least": least}
            yield Finding(code="participation.too-few", params=FrozenMap(params))

    def _params(self, party: PartyStatus) -> FrozenMap[str, object]:
        cutoff = self._cutoffs.of(party.participant)
        deadline = "" if cutoff is None else as_written(cutoff)
        return FrozenMap({"party": party.name, "deadline": deadline, "dated": cutoff is not None})


SPEC = ValidatorSpec(
    name="participation",
    codes=(
        # party: name; deadline: as a date where the whole day counts, empty where unknown; dated: whether it is known
        Code("participation.missing", Severity.WARNING),
        Code("participation.withdrawn", Severity.INFO),
        Code("participation.rejected", Severity.INFO),
        Code("participation.too-few", Severity.WARNING),  # answering, consulted, least: numbers of parties
    ),
    options=Options,
    create=_Run,
    summary={
        "da": "Hvilke høringsparter der mangler at svare, og om nok har svaret.",
        "en": "Which consulted parties have not answered, and whether enough have.",
    },
)
