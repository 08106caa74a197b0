"""What the public may see of a report: a pure function from the internal report to the public one.

Left out, with all that belongs to them: answers that were withdrawn, those whose sender did not agree to publication,
earlier versions of an answer, and what came after the moment of the report. Taken away: contact data, addresses of
senders, who recorded or decided what, evidence quoted for provenance, settings of readers and of validators (but for
the page limit). Redacted, visibly: every personal number, e-mail address and telephone number in any text, name of a
file or id (see `kkrconsult.privacy`); mailboxes of offices stay in what the round itself says. The internal report is
not touched.
"""

from __future__ import annotations

import attrs

from kkrconsult.audience._participation import public_participation
from kkrconsult.audience._redaction import Redaction, is_office, redacted, redacted_text, renamed
from kkrconsult.audience._remarks import public_findings, scrubbed
from kkrconsult.audience._secrets import nobodys_names, secrets_of
from kkrconsult.audience._split import Split, split
from kkrconsult.audience._texts import texts_in
from kkrconsult.audience._themes import Proposals, apart, quoted_again
from kkrconsult.model import AssessmentRules, Response, Round, Sender, Settings
from kkrconsult.privacy import Secrets
from kkrconsult.report import Audience, Report
from kkrconsult.structure import FrozenMap

__all__ = ["public_and_secrets", "public_view", "redacted", "redacted_text", "secrets_of", "split", "texts_in"]


def public_view(report: Report) -> Report:
    """Make the report that may be published.

    Args:
        report: An internal report; a public one is given back as it is.

    Returns:
        The public report. Sums stay those of the whole round, and every consulted party stands in it.
    """
    return report if report.audience is Audience.PUBLIC else public_and_secrets(report)[0]


def public_and_secrets(report: Report) -> tuple[Report, Secrets]:
    """Make the public report of an internal one, and tell what the internal one knows and the public may not.

    Some of the secrets may stand in the public report all the same, as when two answers have a paragraph in common.
    """
    parts = split(report)
    secrets = Secrets(secrets_of(report, parts))
    proposals = Proposals(report.round, parts)
    participation = public_participation(report, parts)
    # In three steps: what belongs to hidden answers goes, then what the secretariat says of it, then what is personal.
    draft = attrs.evolve(
        report,
        round=_round(report.round, proposals),
        responses=tuple(_response(item, parts) for item in parts.published),
        findings=tuple(public_findings(report, parts, secrets, participation)),
        assessments=tuple(
            attrs.evolve(item, responsible=None, assessed_by=None) for item in report.assessments if parts.admits(item)
        ),
        themes=tuple(proposals.themes(report.themes)),
        participation=participation,
        audience=Audience.PUBLIC,
    )
    return _redacted(scrubbed(draft, secrets), nobodys_names(report, draft)), secrets


def _redacted(report: Report, names: Secrets) -> Report:
    redaction = Redaction(ids=renamed(report, names), names=names)
    own = attrs.evolve(redaction, keeps=is_office)
    # Redacted by themselves, since two decisions that differ in a number only would be the same without it. So would
    # two words for dispositions, which are then done without.
    themes = tuple(apart(map(own, report.round.themes)))
    rules = report.round.assessment
    rules = rules if all(own.text(text) == text for text in texts_in(rules)) else AssessmentRules()
    round_ = own(attrs.evolve(report.round, themes=(), assessment=AssessmentRules()))
    changes = {
        field.name: redaction(getattr(report, field.name)) for field in attrs.fields(Report) if field.name != "round"
    }
    found = attrs.evolve(report, round=attrs.evolve(round_, themes=themes, assessment=rules), **changes)
    return attrs.evolve(found, themes=tuple(quoted_again(found)))


def _round(round_: Round, proposals: Proposals) -> Round:
    outcome = round_.outcome
    given = round_.settings
    # How long an answer may be stands in the letter, and documents hold the answers against it.
    limits = FrozenMap({name: _numbers(given.validators[name]) for name in ("page-limit",) if name in given.validators})
    settings = Settings(validators=limits, exporters=given.exporters, groupers=given.groupers)
    return attrs.evolve(
        round_,
        contact=None,
        participants=tuple(attrs.evolve(party, contact=None) for party in round_.participants),
        extensions=tuple(attrs.evolve(item, granted_by=None) for item in round_.extensions),
        tracks=tuple(map(proposals.track, round_.tracks)),
        themes=tuple(apart(proposals.decisions(round_.themes))),
        outcome=attrs.evolve(outcome, tracks=tuple(map(proposals.track, outcome.tracks))) if outcome else None,
        settings=settings,
    )


def _numbers(options: FrozenMap[str, object]) -> FrozenMap[str, object]:
    """Only what is a number: a text among the options of a validator may be anybody's address."""
    return FrozenMap({key: value for key, value in options.items() if isinstance(value, (int, float))})


def _response(response: Response, parts: Split) -> Response:
    decision = response.decision
    return attrs.evolve(
        response,
        contact=None,
        recorded_by=None,
        case_number=None,
        provenance=FrozenMap(),
        decision=attrs.evolve(decision, by=None) if decision else None,
        supersedes=response.supersedes if response.supersedes in parts.named else None,
        sender=Sender(name=response.sender.name) if response.sender and _sent_for_itself(response, parts) else None,
    )


def _sent_for_itself(response: Response, parts: Split) -> bool:
    """Whether the sender is who answered. Behind a party's e-mail is an employee, whose name is nobody's business."""
    return not response.participants or (
        len(response.participants) == 1 and parts.consulted.isdisjoint(response.participants)
    )
