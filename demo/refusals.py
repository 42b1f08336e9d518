"""How each platform says no: bad token, no money, no permission, too many calls, quota gone."""

from __future__ import annotations

import json
import time
from typing import Any

from demo.faults import Fault
from demo.platforms.graph import envelope
from demo.platforms.graph_expansion import GraphError
from demo.platforms.x_users import problem
from demo.platforms.youtube import error
from demo.web import Answer, Request, answer_json

KINDS = {"expired", "unauthorized", "payment", "denied", "throttled", "throttled-no-reset", "throttled-absurd", "quota"}
ABSURD = 4_102_444_800


def refusal(fault: Fault, request: Request) -> Answer | None:
    """The platform's own words for this fault; None where the fault is no refusal."""
    if fault.name not in KINDS:
        return None
    kind = "throttled" if fault.name.startswith("throttled") else fault.name
    makers = {"x": _x, "facebook": _graph, "youtube": _youtube, "bluesky": _bluesky, "mastodon": _mastodon, "wiki": _wiki}
    answer = makers.get(request.platform, _plain)(kind, fault)
    if kind == "throttled":
        answer.headers |= _headers(fault, request.platform)
    return answer


def _headers(fault: Fault, platform: str) -> dict[str, str]:
    if fault.name == "throttled-no-reset":
        return {}
    seconds = int(fault.argument or 2)
    reset = ABSURD if fault.name == "throttled-absurd" else int(time.time()) + seconds
    if platform == "x":
        return {"x-rate-limit-limit": "300", "x-rate-limit-remaining": "0", "x-rate-limit-reset": str(reset)}
    if platform == "bluesky":
        return {"ratelimit-limit": "3000", "ratelimit-remaining": "0", "ratelimit-reset": str(reset), "ratelimit-policy": "3000;w=300"}
    if platform == "mastodon":
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime(reset))
        return {"x-ratelimit-limit": "300", "x-ratelimit-remaining": "0", "x-ratelimit-reset": stamp}
    if platform == "facebook":
        minutes = 10**6 if fault.name == "throttled-absurd" else max(1, seconds // 60)
        usage = {"111": [{"type": "pages", "call_count": 100, "total_cputime": 25, "total_time": 25,
                          "estimated_time_to_regain_access": minutes}]}
        return {"x-business-use-case-usage": json.dumps(usage)}
    return {"retry-after": "99999999" if fault.name == "throttled-absurd" else str(seconds)}


def _x(kind: str, fault: Fault) -> Answer:
    base = "https://api.x.com/2/problems"
    match kind:
        case "expired" | "unauthorized":
            return problem(401, "Unauthorized", "Unauthorized")
        case "payment":
            return problem(402, "Payment Required", "Your account has no credits left.", f"{base}/credits")
        case "denied":
            return problem(403, "Client Forbidden", "This client is not enrolled in a package.", f"{base}/client-forbidden",
                           reason="client-not-enrolled")
        case "quota":
            return problem(429, "UsageCapExceeded", "Usage cap exceeded: Monthly product cap", f"{base}/usage-capped",
                           period="Monthly", scope="Product")
    return problem(429, "Too Many Requests", "Too Many Requests")


def _graph(kind: str, fault: Fault) -> Answer:
    known = {
        "expired": GraphError("Error validating access token: Session has expired.", 190, 463, status=401),
        "unauthorized": GraphError("Invalid OAuth access token.", 190, 467, status=401),
        "denied": GraphError("(#10) This endpoint requires a permission that was not granted.", 10, status=403),
        "payment": GraphError("(#368) The action attempted has been deemed abusive or is otherwise disallowed", 368),
        "quota": GraphError("(#4) Application request limit reached", 4, status=403),
        "throttled": GraphError("(#80001) There have been too many calls to this Page account.", 80001, 2494055),
    }
    return answer_json(envelope(known[kind]), known[kind].status)


def _youtube(kind: str, fault: Fault) -> Answer:
    match kind:
        case "expired":
            return error(400, "badRequest", "global", "API key expired. Please renew the API key.", "API_KEY_INVALID")
        case "unauthorized":
            return error(401, "authError", "global", "Invalid Credentials")
        case "denied":
            return error(403, "accessNotConfigured", "usageLimits", "YouTube Data API v3 has not been used in this project before or it is disabled.", "SERVICE_DISABLED")
        case "quota" | "payment":
            return error(403, "quotaExceeded", "youtube.quota", "The request cannot be completed because you have exceeded your quota.")
    return error(403, "rateLimitExceeded", "usageLimits", "The request was made too often.")


def _bluesky(kind: str, fault: Fault) -> Answer:
    if kind in {"throttled", "quota"}:
        return answer_json({"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, 429)
    names = {"expired": "ExpiredToken", "unauthorized": "InvalidToken", "denied": "Forbidden", "payment": "InvalidRequest"}
    return answer_json({"error": names[kind], "message": f"Refused: {names[kind]}"}, 400)


def _mastodon(kind: str, fault: Fault) -> Answer:
    table: dict[str, tuple[int, str]] = {
        "expired": (401, "The access token was revoked"), "unauthorized": (401, "The access token is invalid"),
        "denied": (403, "This action is outside the authorized scopes"), "payment": (403, "This action is not allowed"),
        "throttled": (429, "Too many requests"), "quota": (429, "Too many requests"),
    }
    return answer_json({"error": table[kind][1]}, table[kind][0])


def _wiki(kind: str, fault: Fault) -> Answer:
    code: dict[str, Any] = {"denied": "readapidenied", "throttled": "ratelimited", "expired": "assertuserfailed"}
    name = code.get(kind, "permissiondenied")
    answer = answer_json({"error": {"code": name, "info": "You are not allowed to do this."}})
    answer.headers["mediawiki-api-error"] = name
    return answer


def _plain(kind: str, fault: Fault) -> Answer:
    status = {"expired": 401, "unauthorized": 401, "payment": 402, "denied": 403, "throttled": 429, "quota": 429}[kind]
    return answer_json({"error": kind}, status)
