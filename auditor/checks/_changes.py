"""What changed in a profile between two snapshots, field by field; what either side did not show is not compared."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.checks._handles import handle_key, same_handle
from auditor.checks._links import allowed, domain
from auditor.checks._profile_links import destination, profile_links
from auditor.model import Image, Link, Observed, Seen, Snapshot

_SAME_PICTURE = 3  # bits of 64 by which two encodings of one picture differ at most
FIELDS = ("handle", "name", "bio", "link", "image", "verification")


@dataclass(frozen=True, slots=True)
class Shift:
    """One changed field, as it was and as it is. `aliases` are other ways to write what it is now."""

    field: str
    before: str
    after: str
    aliases: tuple[str, ...] = ()


def shifts(platform: str, before: Snapshot, after: Snapshot) -> list[Shift]:
    """All changed fields, in the order of the policy."""
    found = [
        _handle(platform, before, after),
        _text("name", before.name, after.name),
        _text("bio", before.bio, after.bio),
        _links(before, after),
        _image(before, after),
        _text("verification", before.verified, after.verified),
    ]
    return [shift for shift in found if shift is not None]


def new_domains(before: Snapshot, after: Snapshot, domains: tuple[str, ...]) -> list[str]:
    """Hosts that the profile links to now, did not before, and that are not the organisation's."""
    if not isinstance(before.links, Seen) and not isinstance(before.bio, Seen):
        return []
    known = {where.host for link in profile_links(before) if (where := destination(link)) is not None}
    hosts = [where.host for link in profile_links(after) if (where := destination(link)) is not None]
    return list(dict.fromkeys(h for h in hosts if h not in known and h != "t.co" and not allowed(h, domains)))


def wiped(before: Snapshot, after: Snapshot) -> tuple[str, str] | None:
    """Before and after, where most of the posts are gone."""
    if isinstance(before.posts_count, Seen) and isinstance(after.posts_count, Seen):
        then, now = before.posts_count.value, after.posts_count.value
        if (then >= 3 and now == 0) or (then - now >= 10 and now * 2 < then):
            return f"{then:,} posts", f"{now:,} posts"
        return None
    if isinstance(before.newest_post_at, Seen) and isinstance(after.newest_post_at, Seen):
        last = before.newest_post_at.value
        if last is not None and after.newest_post_at.value is None:
            return f"newest post of {last:%Y-%m-%d}", "no posts"
    return None


def _handle(platform: str, before: Snapshot, after: Snapshot) -> Shift | None:
    if not isinstance(before.handle, Seen) or not isinstance(after.handle, Seen):
        return None
    then, now = before.handle.value or "", after.handle.value or ""
    same = handle_key(platform, then) == handle_key(platform, now) or (
        then and now and same_handle(platform, then, now)
    )
    return None if same else Shift("handle", then, now, (now.removeprefix("@"), f"@{now}"))


def _text(name: str, before: Observed[str], after: Observed[str]) -> Shift | None:
    if not isinstance(before, Seen) or not isinstance(after, Seen):
        return None
    same = _lines(before.value) == _lines(after.value)
    return None if same else Shift(name, before.value, after.value)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").strip().split("\n")


def _links(before: Snapshot, after: Snapshot) -> Shift | None:
    if not isinstance(before.links, Seen) or not isinstance(after.links, Seen):
        return None
    then, now = _fields(before.links.value), _fields(after.links.value)
    if {_address(k.url) for k in then} == {_address(k.url) for k in now} and not _repointed(then, now):
        return None
    if {_address(k.target) for k in then} == {_address(k.target) for k in now}:
        return None
    forms = tuple(form for link in now for form in (link.url, link.expanded or "", domain(_host(link))) if form)
    return Shift("link", " ".join(k.target for k in then), " ".join(k.target for k in now), forms)


def _fields(links: tuple[Link, ...]) -> list[Link]:
    """Links of the link fields; addresses in the text belong to the text."""
    return [link for link in links if link.where == "link"]


def _repointed(then: list[Link], now: list[Link]) -> bool:
    """Whether a link that is written as before leads elsewhere, where both nights know the destination."""
    led = {_address(link.url): link.expanded for link in then if link.expanded}
    return any(
        link.expanded and (known := led.get(_address(link.url))) and _address(known) != _address(link.expanded)
        for link in now
    )


def _address(text: str) -> str:
    where = destination(Link(text))
    return f"{where.scheme}://{where.host}/{where.path.rstrip('/')}" if where else text


def _host(link: Link) -> str:
    where = destination(link)
    return where.host if where else ""


def _image(before: Snapshot, after: Snapshot) -> Shift | None:
    if not isinstance(before.image, Seen) or not isinstance(after.image, Seen):
        return None
    then, now = before.image.value, after.image.value
    if _same_image(then, now):
        return None
    return Shift("image", then.url if then else "", now.url if now else "")


def _same_image(then: Image | None, now: Image | None) -> bool:
    if then is None or now is None:
        return then is now or (then or now or Image("")).is_default
    if then.is_default or now.is_default:
        return then.is_default == now.is_default
    if then.sha256 and then.sha256 == now.sha256:
        return True
    prints = _print(then.fingerprint), _print(now.fingerprint)
    if prints[0] is not None and prints[1] is not None:
        return (prints[0] ^ prints[1]).bit_count() <= _SAME_PICTURE
    return (then.key or then.url) == (now.key or now.url)


def _print(fingerprint: str | None) -> int | None:
    try:
        return int(fingerprint or "", 16)
    except ValueError:
        return None
