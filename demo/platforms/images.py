"""The host that profile pictures and photographs come from."""

from __future__ import annotations

import hashlib

from demo.ground import Ground
from demo.images import picture
from demo.web import Answer, Request, answer_text


class Images:
    """Answers `/p/<picture>/<anything>.png`, and every platform's placeholder."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def __call__(self, request: Request) -> Answer:
        parts = request.path.strip("/").split("/")
        name = parts[1] if parts[0] == "p" and len(parts) > 2 else "default"
        if name == "missing":
            return answer_text("no such picture", "text/plain", 404)
        raw = picture(name)
        mark = f'"{hashlib.sha256(raw).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == mark:
            return Answer(304, b"", {"etag": mark})
        return answer_text(raw, "image/png", etag=mark, cache_control="max-age=86400")
