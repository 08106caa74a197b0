"""Responses that are made when they are asked for, as the contract of exporters gives them."""

from __future__ import annotations

import kkrconsult as kc
from kkrconsult.testing import constructed_responses
from kkrconsult.testing._streaming import Watched


class TestWatchedResponses:
    def test_are_the_same_one_at_a_time_and_several(self) -> None:
        responses = constructed_responses()
        watched = Watched(responses)
        assert [*watched] == [*responses]
        assert watched[1] == responses[1]
        assert watched[1:3] == tuple(responses[1:3])

    def test_tell_how_many_were_held_at_the_same_time(self) -> None:
        watched = Watched(constructed_responses())
        for _ in watched:
            pass
        one_at_a_time = watched.most
        held: list[kc.Response] = [*watched]
        assert one_at_a_time < watched.most
        assert len(held) == len(watched)
