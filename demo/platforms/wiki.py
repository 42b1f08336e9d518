"""MediaWiki's api.php: users, contributions, revisions and site information in one query, formatversion 2."""

from __future__ import annotations

from typing import Any

from demo.ground import Ground, iso
from demo.web import Answer, Request, answer_json, answer_text
from demo.world import WorldAccount

MOST = 50
STAMP = "%Y-%m-%dT%H:%M:%SZ"
BAD = set("#<>[]|{}/")


class Wiki:
    """Answers for a host of wikis by folder: /main/api.php, /other/api.php."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def __call__(self, request: Request) -> Answer:
        folder, _, rest = request.path.lstrip("/").partition("/")
        known = {a.host for a in self.ground.world.of("wiki")}
        if folder not in known or rest != "api.php":
            return answer_text("<!doctype html><title>Not found</title>", "text/html; charset=utf-8", 404)
        params = {**request.query, **(request.form if request.method == "POST" else {})}
        ask = Ask(params)
        if folder in self.ground.option("wiki.private", ()):
            return refusal(ask, "readapidenied", "You need read permission to use this module.")
        if ask.one("action") != "query" or ask.one("format") != "json":
            return refusal(ask, "badvalue", 'Unrecognized value for parameter "action".')
        world = self.ground.world
        accounts = world.memo(f"wiki:{folder}", lambda: {_name(a.handle): a for a in world.of("wiki") if a.host == folder})
        query: dict[str, Any] = {}
        body: dict[str, Any] = {"batchcomplete": True}
        if "siteinfo" in ask.many("meta"):
            query["general"] = {"sitename": "Example University Wiki", "mainpage": "Main Page", "generator": "MediaWiki 1.43.5",
                                "base": f"{request.base}/{folder}/index.php/Main_Page", "server": request.base, "lang": "en", "timezone": "UTC"}
        if "users" in ask.many("list"):
            asked = ask.many("ususers")
            if len(asked) > MOST:
                return refusal(ask, "toomanyvalues", f'Too many values supplied for parameter "ususers". The limit is {MOST}.')
            query["users"] = sorted((_user(name, accounts, ask) for name in asked), key=lambda u: u["name"])
        if "usercontribs" in ask.many("list"):
            if len(ask.many("ucuser")) > MOST:
                return refusal(ask, "toomanyvalues", f'Too many values supplied for parameter "ucuser". The limit is {MOST}.')
            rows, more = _contributions(ask, accounts)
            query["usercontribs"] = rows
            if more:
                body["continue"] = {"uccontinue": more, "continue": "-||"}
                body.pop("batchcomplete")
        if ask.one("titles"):
            if len(ask.many("titles")) > MOST:
                return refusal(ask, "toomanyvalues", f'Too many values supplied for parameter "titles". The limit is {MOST}.')
            query["pages"] = [_page(title, accounts, ask) for title in ask.many("titles")]
        body["query"] = query
        return answer_json(body)


class Ask:
    """The parameters of a query: values separated by bars."""

    def __init__(self, params: dict[str, list[str]]) -> None:
        self.params = params

    def one(self, name: str, default: str = "") -> str:
        """A single value."""
        return (self.params.get(name) or [default])[0]

    def many(self, name: str) -> list[str]:
        """The values between the bars (or unit separators)."""
        text = self.one(name)
        return [v for v in (text[1:].split("\x1f") if text.startswith("\x1f") else text.split("|")) if v]


def refusal(ask: Ask, code: str, info: str) -> Answer:
    """An error: status 200, told by a header and in the form that `errorformat` asks for."""
    if ask.one("errorformat", "bc") == "bc":
        body: dict[str, Any] = {"error": {"code": code, "info": info}}
    else:
        body = {"errors": [{"code": code, "text": info, "module": "main"}]}
    answer = answer_json(body)
    answer.headers["mediawiki-api-error"] = code
    return answer


def _name(text: str) -> str:
    plain = " ".join(text.replace("_", " ").split())
    return plain[:1].upper() + plain[1:]


def _user(asked: str, accounts: dict[str, WorldAccount], ask: Ask) -> dict[str, Any]:
    name = _name(asked)
    if set(name) & BAD:
        return {"name": asked, "invalid": True}
    account = accounts.get(name)
    if account is None or account.state == "gone":
        return {"name": name, "missing": True}
    wanted = set(ask.many("usprop"))
    user: dict[str, Any] = {"userid": int(account.native_id), "name": name}
    if "editcount" in wanted:
        user["editcount"] = account.posts_count
    if "registration" in wanted:
        user["registration"] = iso(account.created_at, STAMP)
    if "groups" in wanted:
        user["groups"] = ["*", "user", "autoconfirmed"]
    if "blockinfo" in wanted and account.state in {"suspended", "deactivated"}:
        user |= {"blockid": 5, "blockedby": "Admin", "blockedbyid": 1, "blockreason": "Shared password", "blockexpiry": "infinite",
                 "blockedtimestamp": iso(account.created_at, STAMP), "blockpartial": False, "blocknocreate": True}
    return user


def _contributions(ask: Ask, accounts: dict[str, WorldAccount]) -> tuple[list[dict[str, Any]], str]:
    text = ask.one("uclimit", "10")
    size = MOST * 10 if text == "max" else max(1, min(MOST * 10, int(text) if text.isdigit() else 10))
    wanted = set(ask.many("ucprop") or ["ids", "title", "timestamp", "comment"])
    rows: list[dict[str, Any]] = []
    for name in map(_name, ask.many("ucuser")):
        account = accounts.get(name)
        for post in account.newest_first() if account and account.state != "gone" else ():
            row: dict[str, Any] = {"userid": int(account.native_id) if account else 0, "user": name}
            extra: dict[str, dict[str, Any]] = {"ids": {"pageid": int(post.id) % 900, "revid": int(post.id), "parentid": int(post.id) - 1},
                     "title": {"ns": 0, "title": post.title}, "timestamp": {"timestamp": iso(post.at, STAMP)},
                     "comment": {"comment": post.text}, "flags": {"new": False, "minor": False, "top": False}}
            for key in wanted & set(extra):
                row |= extra[key]
            rows.append(row | {"_at": post.at})
    rows.sort(key=lambda r: r["_at"], reverse=True)
    start = int(ask.one("uccontinue", "0").rpartition("|")[2] or 0)
    shown = [{k: v for k, v in r.items() if k != "_at"} for r in rows[start : start + size]]
    return shown, f"{iso(rows[start + size]['_at'], '%Y%m%d%H%M%S')}|{start + size}" if start + size < len(rows) else ""


def _page(title: str, accounts: dict[str, WorldAccount], ask: Ask) -> dict[str, Any]:
    space, _, rest = title.partition(":")
    account = accounts.get(_name(rest)) if space.lower() == "user" else None
    if set(title) & (BAD - {"/"}):
        return {"title": title, "invalid": True, "invalidreason": "The requested page title contains invalid characters."}
    if account is None or account.state == "gone" or not account.bio:
        return {"ns": 2 if space.lower() == "user" else 0, "title": title, "missing": True}
    links = "".join(f" [{link} our pages]" for link in account.links)
    page: dict[str, Any] = {"pageid": 700 + account.number, "ns": 2, "title": f"User:{_name(account.handle)}"}
    if "revisions" in ask.many("prop"):
        revision: dict[str, Any] = {"timestamp": iso(account.created_at, STAMP), "user": _name(account.handle)}
        wanted = set(ask.many("rvprop") or ["ids", "timestamp", "user"])
        revision = {k: v for k, v in revision.items() if k in wanted}
        if "ids" in wanted:
            revision |= {"revid": account.number, "parentid": 0}
        if "content" in wanted:
            content = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": account.bio + links}
            revision |= {"slots": {"main": content}} if ask.one("rvslots") else content
        page["revisions"] = [revision]
    if "extlinks" in ask.many("prop"):
        page["extlinks"] = [{"url": link} for link in account.links]
    return page
