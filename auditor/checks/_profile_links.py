"""The links of a profile: the platform's link fields and the addresses written in the profile text, each once."""

from __future__ import annotations

from auditor.checks._links import Address, addresses, domain, parse
from auditor.model import Link, Seen, Snapshot

PINNED = "pinned"


def profile_links(snapshot: Snapshot) -> list[Link]:
    """All links a visitor can follow from the profile, link fields first. The words of a pinned post are no profile text."""
    links = list(snapshot.links.value) if isinstance(snapshot.links, Seen) else []
    known = {_key(form) for link in links for form in (link.url, link.expanded or "")}
    for text in _texts(snapshot):
        for start, end in addresses(text):
            written = text[start:end]
            if _key(written) not in known:
                known.add(_key(written))
                links.append(Link(written, where="bio"))
    return links


def destination(link: Link) -> Address | None:
    """Where a link leads, as far as is known; None where it is no web address."""
    return parse(link.target)


def _texts(snapshot: Snapshot) -> list[str]:
    texts = [snapshot.bio.value] if isinstance(snapshot.bio, Seen) else []
    if isinstance(snapshot.texts, Seen):
        texts += [text for name, text in snapshot.texts.value if not name.casefold().startswith(PINNED)]
    return texts


def _key(text: str) -> str:
    address = parse(text)
    return f"{domain(address.host)}/{address.path.strip('/')}" if address else text
