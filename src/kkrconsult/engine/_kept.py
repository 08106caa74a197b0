"""What is kept of a response whose text is not kept: what themes and remarks on points follow from."""

from __future__ import annotations

from collections.abc import Container

from kkrconsult.model import Response, Sender, ThemeProposal

__all__ = ["themes_of"]


def themes_of(response: Response, assessed: Container[str]) -> Response | None:
    """A response with nothing but who sent it, the themes that it proposes, and the points that there are remarks on.

    Args:
        response: The response.
        assessed: Ids of the points that there are remarks on.

    Returns:
        What is kept of it; None where it has no such points.
    """
    points = tuple(point for point in response.points if isinstance(point, ThemeProposal) or point.id in assessed)
    if not points:
        return None
    sender = Sender(name=response.sender.name) if response.sender else None
    return Response(id=response.id, participants=response.participants, sender=sender, points=points)
