"""Meta's Graph API: nodes, edges with cursors, field expansion, POST batches, and its ways to refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode

from demo.ground import BUSINESS, TOKENS, Ground
from demo.platforms import graph_nodes as nodes
from demo.platforms.graph_expansion import Asked, GraphError, Node, cursor, parse, position, render
from demo.web import Answer, Request, answer_json

OLDEST = 21
NEWEST = "v26.0"
Params = Mapping[str, list[str]]


def envelope(fault: GraphError) -> dict[str, Any]:
    """The error as Graph writes it."""
    error: dict[str, Any] = {"message": str(fault), "type": fault.kind, "code": fault.code}
    if fault.subcode:
        error["error_subcode"] = fault.subcode
    return {"error": error | {"fbtrace_id": "AdemoTrace01"}}


class Graph:
    """Answers for graph.facebook.com."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def __call__(self, request: Request) -> Answer:
        params: dict[str, list[str]] = dict(request.query)
        kind = request.headers.get("content-type", "")
        if request.method == "POST" and "json" not in kind:
            params |= request.form
        elif request.method == "POST" and request.body:
            params |= {k: [v if isinstance(v, str) else json.dumps(v)] for k, v in json.loads(request.body).items()}
        version, path = _version(request.path)
        token = (params.get("access_token") or [request.bearer])[0]
        used = self.ground.count("graph:calls")
        try:
            if "batch" in params:
                self._check(token)
                answer = answer_json(self._batch(params, token))
            else:
                answer = answer_json(None)
                answer.body = self._read(path, params, token, version).encode("ascii")
        except GraphError as fault:
            answer = answer_json(envelope(fault), fault.status)
            if fault.code == 190:
                answer.headers["www-authenticate"] = 'OAuth "Facebook Platform" "invalid_token"'
        answer.headers |= {
            "facebook-api-version": version, "x-fb-trace-id": "AdemoTrace01",
            "x-app-usage": json.dumps({"call_count": min(99, used // 40), "total_time": 3, "total_cputime": 2}),
        }
        return answer

    def _check(self, token: str) -> None:
        if not token:
            raise GraphError("An access token is required to request this resource.", 104)
        page = token.startswith("page-token-") and token.removeprefix("page-token-") in self._accounts()
        if token != TOKENS["meta"] and not page:
            raise GraphError("Error validating access token: Session has expired.", 190, 463, status=401)

    def _batch(self, params: Params, token: str) -> list[dict[str, Any] | None]:
        try:
            operations = json.loads(params["batch"][0])
        except ValueError:
            raise GraphError("(#100) Param batch must be an array.", 100) from None
        if len(operations) > 50:
            raise GraphError("(#1) Too many requests in batch message. Maximum batch size is 50", 1)
        quiet = (params.get("include_headers") or ["true"])[0] == "false"
        return [self._operation(op, token, quiet=quiet) for op in operations]

    def _operation(self, operation: dict[str, Any], token: str, *, quiet: bool) -> dict[str, Any] | None:
        self.ground.count("graph:calls")
        version, path = _version("/" + operation["relative_url"].partition("?")[0].lstrip("/"))
        params = parse_qs(operation["relative_url"].partition("?")[2], keep_blank_values=True)
        mine = (params.get("access_token") or [operation.get("access_token") or token])[0]
        code = 200
        try:
            body = self._read(unquote(path), params, mine, version)
        except GraphError as fault:
            code, body = fault.status, json.dumps(envelope(fault))
        entry: dict[str, Any] = {"code": code, "body": body}
        if not quiet:
            entry["headers"] = [{"name": "Content-Type", "value": "application/json"},
                                {"name": "facebook-api-version", "value": version}]
        return entry

    def _read(self, path: str, params: Params, token: str, version: str) -> str:
        self._check(token)
        parts = [p for p in path.split("/") if p]
        if not parts:
            if "ids" in params:
                raise GraphError("(#100) The ids parameter is deprecated in v26.0 and later versions.", 100, status=500)
            raise GraphError("Unsupported get request.", 100, kind="GraphMethodException")
        if parts == ["debug_token"]:
            return json.dumps({"data": self._token(params)})
        asked = parse((params.get("fields") or [""])[0])
        node = self._node(parts[0], token)
        if len(parts) == 1:
            return json.dumps(render(node, asked, self._address(version, token)))
        if len(parts) == 2 and parts[1] == "picture" and "picture" in node.values:
            return json.dumps(node.values["picture"])
        edge = parts[1].replace("pages_status", "page_status")
        if len(parts) != 2 or edge not in node.edges:
            raise GraphError(f"(#2500) Unknown path components: /{'/'.join(parts[1:])}", 2500)
        if edge == "page_status":
            return json.dumps(render(node.edges[edge]()[0], asked, self._address(version, token)))
        return self._edge(node, edge, asked, params, token=token, version=version)

    def _edge(self, node: Node, edge: str, asked: tuple[Asked, ...], params: Params, *, token: str, version: str) -> str:
        limit = int((params.get("limit") or ["25"])[0] or 25)
        most = self.ground.option("graph.most_limit", 100)
        if limit > most:
            raise GraphError("Please reduce the amount of data you're asking for, then retry your request", 1, status=500)
        rows = node.edges[edge]()
        start = position((params.get("after") or [""])[0])
        shown = rows[start : start + limit]
        text = (params.get("fields") or [""])[0]
        pieces = [self._piece(row, asked, text, version, token) for row in shown]
        if not rows:
            return '{"data":[]}'
        paging: dict[str, Any] = {"cursors": {"before": cursor(start), "after": cursor(start + len(shown))}}
        if start + limit < len(rows):
            kept = {"access_token": token, "fields": text, "limit": str(limit), "after": paging["cursors"]["after"]}
            paging["next"] = f"{self.ground.urls['facebook']}/{version}/{node.id}/{edge}?{urlencode(kept)}"
        return f'{{"data":[{",".join(pieces)}],"paging":{json.dumps(paging)}}}'

    def _piece(self, node: Node, asked: tuple[Asked, ...], text: str, version: str, token: str) -> str:
        store = self._store(node)
        key = ("graph", text, version, token)
        if store is None:
            return json.dumps(render(node, asked, self._address(version, token)))
        if key not in store:
            store[key] = json.dumps(render(node, asked, self._address(version, token)), separators=(",", ":"))
        return str(store[key])

    def _store(self, node: Node) -> dict[Any, Any] | None:
        if node.kind not in {"Page", "IGUser"}:
            return None
        account = self._accounts().get(node.id)
        return account.pieces if account else None

    def _accounts(self) -> dict[str, Any]:
        world = self.ground.world
        return world.memo("graph", lambda: {a.native_id: a for a in (*world.of("facebook"), *world.of("instagram"))})

    def _address(self, version: str, token: str) -> Any:
        base = f"{self.ground.urls['facebook']}/{version}"
        return lambda owner, edge: f"{base}/{owner}/{edge}?access_token={quote(token)}"

    def _token(self, params: Params) -> dict[str, Any]:
        asked = (params.get("input_token") or [""])[0]
        if asked != TOKENS["meta"]:
            return {"is_valid": False, "scopes": [], "error": {"code": 190, "message": "Invalid OAuth access token.", "subcode": 463}}
        granted = ["business_management", "pages_show_list", "pages_read_engagement", "pages_read_user_content",
                   "pages_manage_metadata", "instagram_basic", "instagram_manage_comments", "ads_read",
                   *self.ground.option("graph.more_scopes", ())]
        return {"app_id": "600", "type": "SYSTEM_USER", "application": "Account audit", "is_valid": True, "issued_at": 1767225600,
                "expires_at": self.ground.option("graph.expires_at", 0), "data_access_expires_at": 0, "user_id": "900001",
                "scopes": [s for s in granted if s not in self.ground.option("graph.missing_scopes", ())]}

    def _node(self, name: str, token: str) -> Node:
        ground = self.ground
        if name == BUSINESS:
            return nodes.business(ground)
        pages = ground.world.of("facebook")
        if name == "me":
            edges = {"accounts": lambda: [nodes.page(a, ground) for a in pages if a.state not in nodes.OUT_OF_SIGHT]}
            return Node("User", {"id": "900001", "name": "Account audit"}, edges, frozenset(), ("id", "name"))
        account = self._accounts().get(name) or next((a for a in pages if a.handle.lower() == name.lower()), None)
        hidden = nodes.OUT_OF_SIGHT | ({"suspended"} if account is not None and account.platform == "instagram" else set())
        if account is not None and account.state not in hidden:
            return nodes.page(account, ground) if account.platform == "facebook" else nodes.ig_user(account, ground)
        found = self._inner(name)
        if found is None:
            kind = "id" if re.fullmatch(r"[0-9_]+", name) else "alias"
            if kind == "alias":
                raise GraphError(f"(#803) Some of the aliases you requested do not exist: {name}", 803)
            raise GraphError(
                f"Unsupported get request. Object with ID '{name}' does not exist, cannot be loaded due to missing "
                "permissions, or does not support this operation.", 100, 33, "GraphMethodException")
        return found

    def _inner(self, name: str) -> Node | None:
        person = next((p for p in nodes.people(self.ground) if p.id == name), None)
        if person is not None or not re.fullmatch(r"[0-9]+(_[0-9]+)?", name):
            return person
        made = self.ground.world.memo("graph:inner", self._inner_index).get(name)
        return made() if made else None

    def _inner_index(self) -> dict[str, Callable[[], Node]]:
        """Posts, comments, photos, films and Instagram media by id; each is made when asked for."""
        ground = self.ground
        index: dict[str, Callable[[], Node]] = {}
        for account in ground.world.of("facebook"):
            for post in account.posts:
                index[f"{account.native_id}_{post.id}"] = partial(nodes.fb_post, post, account, ground)
                for one in post.comments:
                    index[f"{post.id}_{one.id}"] = partial(nodes.fb_comment, one, post, account)
                for at, media in enumerate(post.media):
                    film = partial(nodes.video, post, at, account)
                    index[nodes.photo_id(post, at)] = film if media.kind == "video" else partial(nodes.photo, post, at, account, ground)
        for account in ground.world.of("instagram"):
            for post in account.posts:
                index[f"18{int(post.id) % 10**15:015d}"] = partial(nodes.ig_media, post, account, ground)
        return index


def _version(path: str) -> tuple[str, str]:
    found = re.match(r"/v(\d+)\.(\d+)(/.*|$)", path)
    if not found:
        return NEWEST, path
    served = NEWEST if int(found[1]) > int(NEWEST[1:3]) else f"v{max(OLDEST, int(found[1]))}.{found[2]}"
    return served, found[3] or "/"
