"""The naive peer: what a script over the same client libraries does, one account after the other.

One look-up and one call for the newest posts an account on X, Facebook, Instagram and YouTube. It prints what it saw as JSON and
judges nothing. Run by benchmark B1 in a process of its own.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.ground import register_of

_Look = Callable[[str, str], dict[str, Any]]


def x(base: str) -> _Look:
    """Look-ups by tweepy."""
    import requests
    import tweepy

    class _There(requests.adapters.HTTPAdapter):
        def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
            request.url = request.url.replace("https://api.twitter.com", base)
            return super().send(request, *args, **kwargs)

    client = tweepy.Client(os.environ["X_BEARER_TOKEN"])
    client.session.mount("https://api.twitter.com", _There())

    def look(handle: str, _native_id: str) -> dict[str, Any]:
        user = client.get_user(username=handle, user_fields=["description", "created_at", "public_metrics"]).data
        if user is None:
            return {}
        posts = client.get_users_tweets(user.id, max_results=5, tweet_fields=["created_at"]).data or []
        return {"name": user.name, "posts": len(posts)}

    return look


def graph(base: str, posts: str) -> _Look:
    """Look-ups by facebook-sdk; `posts` is what the platform calls them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import facebook

    api = facebook.GraphAPI(os.environ["META_TOKEN"], version="3.1")
    api.version = "v26.0"
    facebook.FACEBOOK_GRAPH_URL = f"{base}/"

    def look(_handle: str, native_id: str) -> dict[str, Any]:
        shown = api.get_object(native_id, fields="id,username")
        return {
            "name": shown.get("username"),
            "posts": len(api.get_connections(native_id, posts, limit=5).get("data", [])),
        }

    return look


def youtube(base: str) -> _Look:
    """Look-ups by Google's client."""
    from googleapiclient.discovery import build

    client = build(
        "youtube",
        "v3",
        developerKey=os.environ["YOUTUBE_API_KEY"],
        client_options={"api_endpoint": base},
        cache_discovery=False,
    )

    def look(_handle: str, native_id: str) -> dict[str, Any]:
        shown = client.channels().list(part="snippet,contentDetails", id=native_id).execute().get("items", [])
        if not shown:
            return {}
        uploads = shown[0]["contentDetails"]["relatedPlaylists"]["uploads"]
        films = client.playlistItems().list(part="contentDetails", playlistId=uploads, maxResults=5).execute()
        return {"name": shown[0]["snippet"]["title"], "posts": len(films.get("items", []))}

    return look


def main(folder: Path, urls: dict[str, Any]) -> None:
    """Look at every account of the register that the four platforms show."""
    looks: dict[str, _Look] = {
        "x": x(urls["x"]),
        "facebook": graph(urls["facebook"], "posts"),
        "instagram": graph(urls["facebook"], "media"),
        "youtube": youtube(urls["youtube"]),
    }
    seen = {}
    for row in register_of(folder):
        if row["platform"] in looks and row["status"] != "closed":
            try:
                seen[row["id"]] = looks[row["platform"]](row["handle"], row["native_id"] or row["handle"])
            except Exception as trouble:  # noqa: BLE001 - such a script does no better
                seen[row["id"]] = {"trouble": type(trouble).__name__}
    json.dump({"accounts": len(seen), "seen": sum("name" in s for s in seen.values())}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
