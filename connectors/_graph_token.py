"""What Meta says of the token: its permissions, and until when it works."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from auditor.errors import PlatformError
from auditor.secrets import Secret
from connectors import _read
from connectors._graph import Graph
from connectors._token import Token

_SOURCE = "facebook:token"
NEEDED = (
    "business_management", "pages_show_list", "pages_read_engagement", "pages_read_user_content", "instagram_basic",
    "instagram_manage_comments", "ads_read",
)  # fmt: skip
_HARMLESS = frozenset({*NEEDED, "public_profile", "email", "read_insights", "instagram_manage_insights",
                       "pages_manage_metadata", "whatsapp_business_management"})  # fmt: skip
_WRITING = ("manage", "publish", "messag", "write", "post", "upload", "create")


def token_of(graph: Graph, secret: Secret) -> Token | None:
    """The token as Meta describes it; None where Meta does not. The token travels in the body, never in an address."""
    try:
        (answer,) = graph.batch([("debug_token", {"input_token": secret.reveal()})], source=_SOURCE)
        told = _read.table(answer.object().get("data")) if answer is not None else {}
    except PlatformError:
        return None
    scopes = told.get("scopes")
    if told.get("is_valid") is not True or not isinstance(scopes, list):
        return None
    granted = tuple(sorted({s for s in scopes if isinstance(s, str) and s.isascii() and len(s) <= 60}))
    ends = [at for name in ("expires_at", "data_access_expires_at") if (at := _instant(told, name))]
    return Token(
        name="Meta",
        platform="facebook",
        granted=granted,
        beyond=tuple(s for s in granted if s not in _HARMLESS and any(word in s for word in _WRITING)),
        lacking=tuple(s for s in NEEDED if s not in granted),
        ends_at=min(ends, default=None),
        tells_end=isinstance(told.get("expires_at"), int),
    )


def _instant(told: Mapping[str, Any], name: str) -> datetime | None:
    """Seconds since 1970; 0 stands for never."""
    value = told.get(name)
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int) and 0 < value < 2**33 else None
