"""YouTube Data API v3: channels, playlist items, videos, comment threads, comments; with quota and Google's errors."""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import parse_qs

from demo.ground import TOKENS, Ground, crc
from demo.platforms import youtube_mask
from demo.platforms.youtube_items import PARTS, channel, comment, item, thread, video
from demo.web import Answer, Request, answer_json
from demo.world import Comment, Post, WorldAccount

DAY = 10_000
HIDDEN = {"gone", "suspended", "deactivated"}


def error(status: int, reason: str, domain: str, message: str, detail: str = "") -> Answer:
    """A refusal as Google writes it; `detail` adds the newer ErrorInfo beside the old list."""
    body: dict[str, Any] = {"code": status, "message": message, "errors": [{"message": message, "domain": domain, "reason": reason}]}
    if detail:
        body["status"] = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED"}.get(status, "PERMISSION_DENIED")
        body["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": detail, "domain": "googleapis.com",
                            "metadata": {"service": "youtube.googleapis.com"}}]
    return answer_json({"error": body}, status)


class YouTube:
    """Answers for youtube.googleapis.com."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def __call__(self, request: Request) -> Answer:
        if request.method == "POST" and request.headers.get("x-http-method-override") == "GET":
            query = request.query | parse_qs(request.body.decode(), keep_blank_values=True)
            request = dataclasses.replace(request, method="GET", query=query)
        if request.method != "GET" or not request.path.startswith("/youtube/v3/"):
            return error(404, "notFound", "global", "Not Found")
        key = request.one("key") or request.headers.get("x-goog-api-key", "")
        if not key:
            return error(403, "forbidden", "global", "Method doesn't allow unregistered callers. Please use API Key or other form of API consumer identity.")
        if key != TOKENS["youtube"]:
            return error(400, "badRequest", "global", "API key not valid. Please pass a valid API key.", "API_KEY_INVALID")
        if self.ground.count("youtube:units") > self.ground.option("youtube.quota", DAY):
            return error(403, "quotaExceeded", "youtube.quota", "The request cannot be completed because you have exceeded your quota.")
        name = request.path.removeprefix("/youtube/v3/").strip("/")
        methods = {"channels": self._channels, "playlistItems": self._uploads, "videos": self._videos,
                   "commentThreads": self._threads, "comments": self._comments}
        if name not in methods:
            return error(404, "notFound", "global", "Not Found")
        if bad := [p for p in request.many("part") if p not in PARTS[name]] or ([""] if not request.many("part") else []):
            reason = "unknownPart" if bad[0] else "required"
            return error(400, reason, "youtube.part", f"'{bad[0]}'" if bad[0] else "Required parameter: part")
        try:
            mask = youtube_mask.parse(request.one("fields"))
        except ValueError as failure:
            return error(400, "invalidParameter", "global", str(failure))
        answer = methods[name](request)
        if isinstance(answer, Answer):
            return answer
        return answer_json(youtube_mask.apply(answer, mask))

    def _shown(self) -> dict[str, WorldAccount]:
        world = self.ground.world
        return world.memo("youtube:shown", lambda: {a.native_id: a for a in world.of("youtube") if a.state not in HIDDEN})

    def _films(self) -> dict[str, tuple[Post, WorldAccount]]:
        return self.ground.world.memo("youtube:films", lambda: {p.id: (p, a) for a in self._shown().values() for p in a.posts})

    def _channels(self, request: Request) -> dict[str, Any] | Answer:
        shown = self._shown()
        size = request.whole("maxResults", 5)
        if not 0 <= size <= 50:
            return error(400, "invalidParameter", "global", "Invalid value for maxResults: must be within the range: [0, 50]")
        if handle := request.one("forHandle"):
            found = [a for a in shown.values() if a.handle.lower() == handle.lstrip("@").lower()]
        elif "id" in request.query:
            if len(request.many("id")) > 50:
                return error(400, "invalidFilters", "youtube.parameter", "The request specifies too many ids.")
            found = [shown[i] for i in dict.fromkeys(request.many("id")) if i in shown]
        else:
            return error(400, "missingRequiredParameter", "youtube.parameter", "No filter selected. Expected one of: forHandle, id")
        parts = tuple(request.many("part"))
        items = []
        for account in found[:size]:
            key = ("youtube", parts)
            if key not in account.pieces:
                account.pieces[key] = channel(account, self.ground, parts)
            items.append(account.pieces[key])
        body: dict[str, Any] = {
            "kind": "youtube#channelListResponse", "etag": f"c{crc(*(i['etag'] for i in items)):x}",
            "pageInfo": {"totalResults": len(found), "resultsPerPage": size},
        }
        if items:
            body["items"] = items
        return body

    def _page(self, request: Request, kind: str, rows: list[dict[str, Any]], most: int, default: int) -> dict[str, Any] | Answer:
        size = request.whole("maxResults", default)
        if not 0 <= size <= most:
            return error(400, "invalidParameter", "global", f"Invalid value for maxResults: must be within the range: [0, {most}]")
        token = request.one("pageToken")
        if token and not (token.startswith("EAAa") and token[4:].isdigit()):
            return error(400, "invalidPageToken", "youtube.parameter", "The request specifies an invalid page token.")
        start = int(token[4:]) if token else 0
        body: dict[str, Any] = {
            "kind": f"youtube#{kind}", "etag": f"l{crc(*(r['etag'] for r in rows)):x}", "items": rows[start : start + size],
            "pageInfo": {"totalResults": len(rows), "resultsPerPage": size},
        }
        if start + size < len(rows):
            body["nextPageToken"] = f"EAAa{start + size}"
        return body

    def _uploads(self, request: Request) -> dict[str, Any] | Answer:
        playlist = request.one("playlistId")
        account = self._shown().get("UC" + playlist[2:]) if playlist.startswith("UU") else None
        if account is None or not account.posts:
            return error(404, "playlistNotFound", "youtube.playlistItem", "The playlist identified with the request's playlistId parameter cannot be found.")
        if account.extras.get("uploads_private"):
            return error(403, "playlistItemsNotAccessible", "youtube.playlistItem", "The request is not properly authorized to retrieve the specified playlist.")
        rows = [item(p, account, self.ground, request.many("part")) for p in account.newest_first()]
        return self._page(request, "playlistItemListResponse", rows, 50, 5)

    def _videos(self, request: Request) -> dict[str, Any] | Answer:
        asked = request.many("id")
        if not asked:
            return error(400, "missingRequiredParameter", "youtube.parameter", "No filter selected. Expected one of: id")
        if len(asked) > 50:
            return error(400, "invalidFilters", "youtube.parameter", "The request specifies too many ids.")
        films = self._films()
        rows = [video(*films[i], self.ground, request.many("part")) for i in dict.fromkeys(asked) if i in films]
        return {"kind": "youtube#videoListResponse", "etag": f"v{crc(*asked):x}", "items": rows,
                "pageInfo": {"totalResults": len(rows), "resultsPerPage": len(rows)}}

    def _threads(self, request: Request) -> dict[str, Any] | Answer:
        shown = self._shown()
        if number := request.one("allThreadsRelatedToChannelId"):
            accounts = [shown[number]] if number in shown else []
            chosen = [(c, p, a) for a in accounts for p in a.posts for c in p.comments]
        else:
            film = self._films().get(request.one("videoId"))
            chosen = [(c, film[0], film[1]) for c in film[0].comments] if film else []
            accounts = [film[1]] if film else []
        if not accounts:
            return error(404, "videoNotFound" if request.one("videoId") else "channelNotFound", "youtube.commentThread", "The object identified by the request cannot be found.")
        if accounts[0].extras.get("comments_off"):
            return error(403, "commentsDisabled", "youtube.commentThread", "The video identified by the videoId parameter has disabled comments.")
        chosen.sort(key=lambda row: row[0].at, reverse=True)
        rows = [thread(c, p, a, self.ground, request.many("part")) for c, p, a in chosen]
        return self._page(request, "commentThreadListResponse", rows, 100, 20)

    def _comments(self, request: Request) -> dict[str, Any] | Answer:
        parent = request.one("parentId")
        found: tuple[Comment, Post, WorldAccount] | None = next(
            ((c, p, a) for a in self._shown().values() for p in a.posts for c in p.comments if f"Ug{c.id}" == parent), None)
        if found is None:
            return error(404, "commentNotFound", "youtube.comment", "The comment cannot be found.")
        rows = [comment(r, found[0], found[1], found[2], self.ground) for r in found[0].replies]
        return self._page(request, "commentListResponse", rows, 100, 20)
