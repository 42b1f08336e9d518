"""Builds accounts that meet every control, with the register rows and access lines that go with them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from demo.world import Comment, Media, Post, Reply, World, WorldAccount
from demo.worlds.ids import minute_id, native_id, post_id
from demo.worlds.words import ALTS, ANSWERS, FILMS, FIRST, LAST, QUESTIONS, STORIES, Unit

HOURS = "Mon-Fri 09:00-17:00"
OPEN = {"open": "09:00", "close": "17:00"}
STAFFED = (
    "Monitored Mon-Fri 9am-5pm.", "Monitored Monday to Friday, 9am to 5pm.", "We reply Mon-Fri, 9am-5pm.",
    "This account is monitored weekdays 09:00-17:00.", "Staffed Mon-Fri 9-5.",
)
PURPOSE_LIMIT = {"x": 110, "instagram": 100, "facebook": 190, "bluesky": 190}
PERIODS = {"x": 4, "facebook": 6, "instagram": 5, "youtube": 9, "mastodon": 5, "bluesky": 5, "blog": 20, "wiki": 18}
INSTANCE = "social.example.ac.uk"
SUFFIX = {"bluesky": ".bsky.social"}
WINDOW = 130
EPOCH = date(2024, 1, 1)  # by then an account had some 300 posts


def slug(unit: Unit) -> str:
    """The unit's part of addresses."""
    return unit.name.lower().replace(" ", "-")


def person(number: int) -> tuple[str, str]:
    """A name nobody has, and its university address."""
    first, last = FIRST[number % len(FIRST)], LAST[number % len(LAST)]
    return f"{first} {last}", f"{first}.{last}@liverpool.ac.uk".lower()


def healthy(
    world: World, platform: str, unit: Unit, *, key: str = "", created: date = date(2019, 3, 4), rhythm: tuple[int, int] | None = None
) -> WorldAccount:
    """An account in order, with its row and its access lines, taken into the world; `rhythm` is (days between posts, days back)."""
    number = len(world.accounts) + 1
    handle = f"livuni{unit.short}{SUFFIX.get(platform, '')}"
    name = f"University of Liverpool {unit.name}" if unit.short else "University of Liverpool"
    if platform == "instagram":
        name = f"LivUni {unit.name}"[:30].strip()
    if platform == "wiki":
        handle = name = f"LivUni {unit.name}"
    account = WorldAccount(
        id=key or f"{slug(unit)}-{platform}", platform=platform, handle=handle, native_id=native_id(platform, number), name=name,
        bio="", number=number,
        created_at=datetime.combine(created, time(9, 30), UTC) + timedelta(days=number % 400),
        links=[f"https://www.liverpool.ac.uk/{slug(unit)}/"], followers=700 + number * 37 % 9000, posts_count=300 + number,
        host=INSTANCE if platform == "mastodon" else handle if platform == "blog" else "main" if platform == "wiki" else "",
    )
    if platform in {"facebook", "instagram"}:
        account.links = [f"https://www.liverpool.ac.uk/{slug(unit)}/"]
    account.extras["purpose"] = purpose(account, unit)
    account.bio = f"{account.extras['purpose']} {STAFFED[number % len(STAFFED)]}"
    if platform == "facebook":
        account.extras["hours"] = {f"{day}_1_{end}": OPEN[end] for day in ("mon", "tue", "wed", "thu", "fri") for end in ("open", "close")}
    period, days = rhythm or (PERIODS[platform], WINDOW)
    account.posts = schedule(account, world.now, period, days=days)
    if platform in {"facebook", "instagram", "youtube", "x"}:
        converse(account, world.now)
    account.row = row(account, unit, world.now.date())
    world.access += access(account, world.now.date())
    return world.add(account)


def purpose(account: WorldAccount, unit: Unit) -> str:
    """What the account says it is for, within the platform's limit."""
    whose = f"the University of Liverpool {unit.name}" if unit.short else "the University of Liverpool"
    link = f" See https://www.liverpool.ac.uk/{slug(unit)}/" if account.platform in {"youtube", "blog"} else ""
    said = (
        f"Official account of {whose}. We share {unit.about}.", f"{whose[0].upper()}{whose[1:]} brings you {unit.about}.",
        f"News from {whose}: {unit.about}.", f"Follow us for {unit.about}.",
    )
    first = account.number % len(said)
    fitting = next((t for t in (*said[first:], *said[-1:]) if len(t) <= PURPOSE_LIMIT.get(account.platform, 600)), said[-1])
    return fitting + link


def schedule(account: WorldAccount, now: datetime, period: int, *, days: int = WINDOW, newest: int = 0) -> list[Post]:
    """Posts at a steady rhythm, tied to calendar days so that they stay the same from night to night.

    `newest` keeps the last so many days free of posts. The account's count grows with them, older than listed or not.
    """
    posts: list[Post] = []
    for back in range(days, newest - 1, -1):
        day = now.date() - timedelta(days=back)
        if (day.toordinal() + account.number) % period:
            continue
        at = datetime.combine(day, time(10, account.number % 50), UTC)
        if at <= now - timedelta(minutes=5):
            posts.append(post(account, at, day.toordinal()))
    if posts:
        turns = [(day.toordinal() + account.number) // period for day in (EPOCH, posts[-1].at.date())]
        account.posts_count = 300 + account.number + max(0, turns[1] - turns[0])
    return posts


def post(account: WorldAccount, at: datetime, turn: int, text: str = "") -> Post:
    """One post in order: described pictures, subtitled films."""
    said = text or STORIES[(turn + account.number) % len(STORIES)]
    made = Post(post_id(account, at), at, said)
    alt = ALTS[turn % len(ALTS)]
    if account.platform == "youtube":
        made.title = FILMS[turn % len(FILMS)]
        made.media = [Media("video", None, captions=True)]
    elif account.platform == "instagram" or (turn % 3 == 0 and account.platform not in {"wiki", "blog"}):
        made.media = [Media("image", alt, picture=f"photo-{turn % 6}")]
    if account.platform in {"blog", "wiki"}:
        made.title = said.split(",")[0].rstrip(".")
        made.media = [Media("image", alt, picture=f"photo-{turn % 6}")] if account.platform == "blog" else []
    return made


def weekday(at: datetime) -> datetime:
    """The same time on the next working day, that day included."""
    return at + timedelta(days=max(0, 7 - at.weekday()) if at.weekday() > 4 else 0)


def converse(account: WorldAccount, now: datetime, *, answered: bool = True, delay: timedelta = timedelta(minutes=40)) -> None:
    """A question under the posts of the last weeks, each answered within the hour unless told otherwise."""
    for index, one in enumerate(account.newest_first()[1:4]):
        asked = weekday(one.at.replace(hour=11, minute=5))
        if asked <= one.at:
            asked = weekday(asked + timedelta(days=1))
        if asked + delay > now:
            continue
        ask(account, one, asked, index, answered=answered, delay=delay)


def ask(account: WorldAccount, under: Post, asked: datetime, index: int, *, answered: bool, delay: timedelta) -> Comment:
    """One question by a visitor under a post."""
    text = QUESTIONS[(account.number + index) % len(QUESTIONS)]
    comment = Comment(minute_id(account, asked, index + 1), asked, text, "Curious Reader")
    if answered:
        said = ANSWERS[(account.number + index) % len(ANSWERS)]
        comment.replies = [Reply(minute_id(account, asked + delay, index + 5), asked + delay, said)]
    under.comments.append(comment)
    return comment


def row(account: WorldAccount, unit: Unit, today: date) -> dict[str, str]:
    """The register row of an account in order."""
    owner, owner_mail = person(account.number * 5 + 1)
    manager, manager_mail = person(account.number * 5 + 2)
    handle = {
        "mastodon": f"{account.handle}@{account.host}", "wiki": f"{account.handle}@{{wiki}}/{account.host}/api.php",
        "blog": f"{{blog}}/{account.host}/",
    }.get(account.platform, account.handle)

    def ago(days: int) -> str:
        return (today - timedelta(days=days)).isoformat()

    return {
        "id": account.id, "platform": account.platform, "handle": handle,
        "native_id": "" if account.platform == "blog" else account.native_id,
        "name": account.name, "unit": unit.name, "purpose": unit.about, "audience": unit.audience, "hours": HOURS,
        "owner_name": owner, "owner_email": owner_mail, "manager_name": manager, "manager_email": manager_mail,
        "central": "yes" if not unit.short else "no", "status": "live", "opened_on": account.created_at.date().isoformat(),
        "activity_plan": f"For {unit.audience}; {unit.about}; two colleagues; beside our other accounts",
        "password_changed_on": ago(18 + account.number % 40), "password_store": "LastPass (team vault)",
        "press_access": ago(40 + account.number % 90), "two_factor": "app", "two_factor_on": ago(50 + account.number % 60),
        "two_factor_by": "Information Security", "safeguards_on": ago(70 + account.number % 90),
        "access_reviewed_on": ago(12 + account.number % 50), "posts_checked_on": ago(30 + account.number % 99),
    }


def access(account: WorldAccount, today: date) -> list[dict[str, str]]:
    """The access log of an account in order: its manager and an editor."""
    manager, mail = person(account.number * 5 + 2)
    editor, editor_mail = person(account.number * 5 + 3)
    line = {"account_id": account.id, "kind": "standing", "granted_on": (today - timedelta(days=500)).isoformat()}
    return [line | {"person": manager, "email": mail, "role": "manager"},
            line | {"person": editor, "email": editor_mail, "role": "editor"}]
