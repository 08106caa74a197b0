"""The built-in validators, one a module, given through the same hook as anybody else's."""

from __future__ import annotations

from collections.abc import Iterable

from kkrconsult.plugins.hooks import hookimpl
from kkrconsult.plugins.records import ValidatorSpec

__all__ = ["kkrconsult_validators"]


@hookimpl
def kkrconsult_validators() -> Iterable[ValidatorSpec]:
    """Give the built-in validators. Their modules are loaded when the hook is called and not before."""
    from kkrconsult.validators import (
        consulted_party,
        deadline,
        empty_response,
        handling,
        known_track,
        near_duplicate,
        one_response_per_participant,
        page_limit,
        participation,
        personal_data,
        rationale,
        see_attachment,
        theme_title,
    )

    return [
        consulted_party.SPEC,
        deadline.SPEC,
        empty_response.SPEC,
        handling.SPEC,
        known_track.SPEC,
        near_duplicate.SPEC,
        one_response_per_participant.SPEC,
        page_limit.SPEC,
        participation.SPEC,
        personal_data.SPEC,
        rationale.SPEC,
        see_attachment.SPEC,
        theme_title.SPEC,
    ]
