from collections.abc import Iterable, Iterator

import attrs

import kkrconsult as kc


@attrs.frozen(kw_only=True)
class Options:
    """Fields are the keys under [validators.acme-words]; types, defaults and docs make the schema and the reference."""

    words: int = 800


def check(response: kc.Response, options: Options) -> Iterator[kc.Finding]:
    count = len(response.text.split())
    if count > options.words:
        yield kc.Finding(code="acme.too-wordy", params={"words": count, "limit": options.words})


too_wordy = kc.ValidatorSpec(
    name="acme-words",
    codes=(
        kc.Code(
            "acme.too-wordy",
            kc.Severity.WARNING,
            {"da": "{words} ord; højst {limit}", "en": "{words} words; at most {limit}"},
        ),
    ),
    options=Options,
    create=kc.per_response(check),
)


@kc.hookimpl
def kkrconsult_validators() -> Iterable[kc.ValidatorSpec]:
    return [too_wordy]
