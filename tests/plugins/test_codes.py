"""The library's own codes have their texts, in every language and with the same parameters."""

from __future__ import annotations

import re

import pytest

from kkrconsult.findings import Code
from kkrconsult.plugins import LIBRARY_CODES, RESERVED
from kkrconsult.texts import template

PARAMETER = re.compile(r"\{(\w+)[:}]")


@pytest.mark.parametrize("code", LIBRARY_CODES, ids=lambda code: code.name)
class TestEveryCode:
    def test_is_under_a_reserved_subject(self, code: Code) -> None:
        assert code.name.split(".")[0] in RESERVED

    @pytest.mark.parametrize("part", ["message", "meaning", "remedy"])
    def test_has_texts_of_its_own_in_both_languages(self, code: Code, part: str) -> None:
        danish, english = template(code.name, "da", part=part), template(code.name, "en", part=part)
        assert danish
        assert english
        assert danish != english

    def test_uses_the_same_parameters_in_both_languages(self, code: Code) -> None:
        danish, english = template(code.name, "da") or "", template(code.name, "en") or ""
        assert set(PARAMETER.findall(danish)) == set(PARAMETER.findall(english))
        assert PARAMETER.search(danish) or code.name == "inbox.empty"
