"""E-mail addresses: where they stand, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

__all__ = ["is_function_mailbox", "is_private_email", "masked", "spans"]

# Matched backwards from each "@", as a search that begins with the local part takes quadratic time.
_LOCAL_REVERSED: Final = re.compile(r"[\w.+'-]++")
_DOMAIN: Final = re.compile(r"(?:[\w-]{1,63}+\.){1,9}[^\W\d_]{2,24}+")

# Providers that give addresses to private persons, with the Danish ones in use since the 1990s.
_PRIVATE_DOMAINS: Final = frozenset(
    [
        "adslhome.dk",
        "altiboxmail.dk",
        "aol.com",
        "bbsyd.dk",
        "cybercity.dk",
        "dlgtele.dk",
        "fastmail.com",
        "fibermail.dk",
        "forum.dk",
        "get2net.dk",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "godmail.dk",
        "googlemail.com",
        "icloud.com",
        "jubii.dk",
        "jubiimail.dk",
        "ka-net.dk",
        "kabelmail.dk",
        "mac.com",
        "mail.com",
        "mail.dk",
        "me.com",
        "msn.com",
        "newmail.dk",
        "ofir.dk",
        "oncable.dk",
        "paradis.dk",
        "pc.dk",
        "pm.me",
        "privat.dk",
        "proton.me",
        "protonmail.ch",
        "protonmail.com",
        "rocketmail.com",
        "sol.dk",
        "stofanet.dk",
        "tdcadsl.dk",
        "tdcspace.dk",
        "tele.dk",
        "tele2adsl.dk",
        "tiscali.dk",
        "tuta.com",
        "tutanota.com",
        "webspeed.dk",
        "worldonline.dk",
        "yandex.com",
        "ymail.com",
        "youmail.dk",
        "youseepost.dk",
        "zoho.com",
    ]
)
# Providers with one domain a country: hotmail.dk, yahoo.co.uk, …
_PRIVATE_NAMES: Final = frozenset(["hotmail", "live", "outlook", "yahoo"])
_COUNTRY_SUFFIX: Final = re.compile(r"(?:com?\.)?[a-z]{2}|com")

# Without hyphens and full stops.
_FUNCTION_MAILBOXES: Final = frozenset(
    [
        "admin",
        "administration",
        "borgerservice",
        "borgmester",
        "borgmesteren",
        "borgmesterkontoret",
        "byraad",
        "byraadet",
        "byråd",
        "databeskyttelse",
        "direktion",
        "dpo",
        "hoering",
        "hoeringer",
        "hovedpost",
        "høring",
        "høringer",
        "info",
        "journal",
        "kkr",
        "klima",
        "kommune",
        "kommunen",
        "kommuneplan",
        "kommunikation",
        "kontakt",
        "mail",
        "miljo",
        "miljoe",
        "miljø",
        "natur",
        "plan",
        "planlægning",
        "politik",
        "post",
        "postkasse",
        "presse",
        "raadhus",
        "raadhuset",
        "region",
        "regionen",
        "rådhus",
        "rådhuset",
        "sekretariat",
        "sekretariatet",
        "sikkermail",
        "sikkerpost",
        "teknik",
        "teknikmiljo",
        "teknikmiljoe",
        "teknikmiljø",
        "teknikogmiljo",
        "teknikogmiljoe",
        "teknikogmiljø",
        "vand",
    ]
)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the e-mail addresses stand, in order, as start and end."""
    free = 0  # What lies before has been looked at, or belongs to an earlier address.
    at = text.find("@")
    while at >= 0:
        following = at + 1
        domain = _DOMAIN.match(text, following)
        local = domain and _LOCAL_REVERSED.match(text[free:at][::-1])
        if domain and local:
            name = local.group()[::-1].lstrip(".+'-")
            if name:
                following = domain.end()
                yield at - len(name), following
        free = following
        at = text.find("@", following)


def masked(address: str) -> str:
    """Return an address without its local part, and without the domain unless that is a large provider's."""
    domain = _domain(address)
    return "•••@" + (domain if _is_private_domain(domain) else "•••." + domain.rpartition(".")[2])


def is_private_email(address: str, official_domains: Collection[str] = ()) -> bool:
    """Tell whether an e-mail address is one that a private person keeps with a well-known provider.

    A named official's address (`jens.hansen@aarhus.dk`) is not private in this sense, though it is personal:
    to keep only what belongs to an office, use `is_function_mailbox`. No unknown domain counts as private.

    Args:
        address: As found, any case.
        official_domains: Domains, lower case, that are never private; nor are their subdomains.
    """
    domain = _domain(address)
    return _is_private_domain(domain) and not _is_within(domain, official_domains)


def is_function_mailbox(address: str, official_domains: Collection[str]) -> bool:
    """Tell whether an address is an office's and not a person's: `post@`, `raadhus@` … at an official domain.

    Args:
        address: As found, any case.
        official_domains: Domains of municipalities, regions and the like, lower case; subdomains count too.
    """
    local = address.rpartition("@")[0].lower().replace("-", "").replace(".", "")
    return local in _FUNCTION_MAILBOXES and _is_within(_domain(address), official_domains)


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _is_private_domain(domain: str) -> bool:
    name, _, suffix = domain.partition(".")
    if name in _PRIVATE_NAMES and _COUNTRY_SUFFIX.fullmatch(suffix):
        return True
    return _is_within(domain, _PRIVATE_DOMAINS)


def _is_within(domain: str, domains: Collection[str]) -> bool:
    """Whether a domain is one of `domains` or lies below one."""
    while domain:
        if domain in domains:
            return True
        domain = domain.partition(".")[2]
    return False
