"""Faults carried out: answers spoiled in the platform's own style, and mischief on the bare socket."""

from __future__ import annotations

import gzip
import json
import random
import select
import socket
import struct
import threading
import time
from functools import lru_cache
from typing import Any

from demo.faults import Fault
from demo.refusals import refusal
from demo.web import Answer, Request, answer_json, answer_text, wire

LISTS = ("data", "items", "profiles", "feed", "posts", "users", "accounts")
CURSORS = {"next_token": "7140stuck", "nextPageToken": "EAAa0", "cursor": "stuck"}
HTML = "<!doctype html><title>Just a moment</title><h1>The service is having a rest</h1><p>Please come back later.</p>"


def spoil(fault: Fault, request: Request, answer: Answer) -> Answer:
    """The answer with the fault in it; faults of the wire leave it alone."""
    simple = refusal(fault, request)
    if simple is not None:
        return simple
    match fault.name:
        case "500" | "502" | "503" | "html":
            return answer_text(HTML, "text/html; charset=utf-8", 200 if fault.name == "html" else int(fault.name))
        case "no-error":
            return answer_json({"status": "unavailable"}, 503)
        case "empty":
            return Answer(answer.status, b"", answer.headers)
        case "cut-json":
            return Answer(answer.status, answer.body[: max(1, len(answer.body) * 2 // 3)], answer.headers)
        case "wrong-type":
            return Answer(answer.status, answer.body, answer.headers | {"content-type": "text/html; charset=utf-8"})
        case "no-type":
            return Answer(answer.status, answer.body, {k: v for k, v in answer.headers.items() if k != "content-type"})
        case "redirect-loop":
            return Answer(302, b"", {"location": f"{request.base}{request.path}?{request.query_text}"})
        case "nan":
            return answer_text(b'{"data":[{"id":NaN,"count":-Infinity}],"items":NaN}', "application/json")
        case "deep":
            return answer_text(b"[" * 200_000 + b"]" * 200_000, "application/json")
        case "list" | "null":
            return answer_json([] if fault.name == "list" else None)
        case "huge":
            return answer_text(b'{"data":"' + b"x" * (int(fault.argument or 50) * 1_000_000) + b'"}', "application/json")
        case "gzip-bomb":
            return answer_text(_bomb(int(fault.argument or 200)), "application/json", content_encoding="gzip")
        case "drop-ids" | "extra-ids" | "repeat-ids" | "shuffle" | "missing-key" | "null-rows" | "loop-cursor":
            return _reshape(fault, request, answer)
    return answer


@lru_cache(maxsize=2)
def _bomb(megabytes: int) -> bytes:
    return gzip.compress(b" " * (megabytes * 1_000_000), 6)


def _reshape(fault: Fault, request: Request, answer: Answer) -> Answer:
    try:
        body = json.loads(answer.body)
    except ValueError:
        return answer
    if fault.name == "loop-cursor":
        return Answer(answer.status, json.dumps(_looped(body, request)).encode(), answer.headers | _loop_header(request))
    holder: dict[str, Any] = body if isinstance(body, dict) else {"": body}
    name = next((n for n in ("", *LISTS) if isinstance(holder.get(n), list)), None)
    if name is None and isinstance(holder.get("query"), dict):
        holder, name = holder["query"], "users"
    if name is None or not isinstance(holder.get(name), list):
        return answer
    rows = holder[name]
    wanted = set(filter(None, fault.argument.split("|")))
    picked = [r for r in rows if not wanted or any(w in json.dumps(r) for w in wanted)]
    match fault.name:
        case "drop-ids":
            gone = picked if wanted else picked[::2]
            rows = [r for r in rows if r not in gone]
        case "extra-ids":
            rows = [*rows, *(_stranger(r) for r in picked[:1])]
        case "repeat-ids":
            rows = [*rows, *picked[:1]]
        case "shuffle":
            rows = random.Random(3).sample(rows, len(rows))[::-1]
        case "null-rows":
            rows = [None if r in picked else r for r in rows] if wanted else [None, *rows[1:]]
        case "missing-key":
            rows = [{k: v for k, v in r.items() if k not in {"id", "did", "name"}} if isinstance(r, dict) else r for r in rows]
    holder[name] = rows
    return Answer(answer.status, json.dumps(body).encode(), dict(answer.headers))


def _stranger(row: Any) -> Any:
    other = json.loads(json.dumps(row))
    if isinstance(other, dict):
        for name in ("id", "did", "userid"):
            if name in other:
                other[name] = "999999999" if name == "id" else "did:plc:strangerstrangerstrange" if name == "did" else 999_999
    return other


def _looped(body: Any, request: Request) -> Any:
    if not isinstance(body, dict):
        return body
    if isinstance(body.get("meta"), dict):
        body["meta"]["next_token"] = CURSORS["next_token"]
    elif "kind" in body:
        body["nextPageToken"] = CURSORS["nextPageToken"]
    elif "paging" in body or (request.platform == "facebook" and "data" in body):
        body["paging"] = {"cursors": {"before": "c3R1Y2s", "after": "Y3Vyc29yOjA"},
                          "next": f"{request.base}{request.path}?{request.query_text}"}
    else:
        body["cursor"] = CURSORS["cursor"]
    return body


def _loop_header(request: Request) -> dict[str, str]:
    return {"link": f'<{request.base}{request.path}?{request.query_text}>; rel="next"'}


def deliver(fault: Fault, connection: socket.socket, answer: Answer, stopping: threading.Event) -> bool:
    """Send with the fault that sits on the wire; False = the connection is over."""
    raw = wire(answer)
    match fault.name:
        case "hang":
            _until_gone(connection, stopping, float(fault.argument or 3600))
            return False
        case "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        case "cut":
            connection.sendall(wire(Answer(answer.status, answer.body[: len(answer.body) // 2], answer.headers), length=len(answer.body)))
            return False
        case "drip":
            _drip(connection, raw, stopping, float(fault.argument or 0.5))
            return False
        case "late":
            stopping.wait(float(fault.argument or 1))
    connection.sendall(raw)
    return True


def _until_gone(connection: socket.socket, stopping: threading.Event, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not stopping.is_set() and time.monotonic() < end:
        ready, _, _ = select.select([connection], [], [], 0.05)
        if ready and not connection.recv(1, socket.MSG_PEEK):
            return
        if ready:
            stopping.wait(0.05)


def _drip(connection: socket.socket, raw: bytes, stopping: threading.Event, pause: float) -> None:
    for at in range(len(raw)):
        connection.sendall(raw[at : at + 1])
        if stopping.wait(pause):
            return
