"""Channels, uploads, videos and comments as the Data API writes them: counts and the caption flag are strings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from demo.ground import Ground, crc, iso
from demo.world import Comment, Post, Reply, WorldAccount

STAMP = "%Y-%m-%dT%H:%M:%SZ"
PARTS = {
    "channels": {"auditDetails", "brandingSettings", "contentDetails", "contentOwnerDetails", "id", "localizations", "snippet",
                 "statistics", "status", "topicDetails"},
    "playlistItems": {"contentDetails", "id", "snippet", "status"},
    "videos": {"contentDetails", "id", "liveStreamingDetails", "localizations", "player", "recordingDetails", "snippet",
               "statistics", "status", "topicDetails", "paidProductPlacementDetails"},
    "commentThreads": {"id", "replies", "snippet"},
    "comments": {"id", "snippet"},
}


def thumbnails(address: str) -> dict[str, Any]:
    """One picture in the two sizes that matter."""
    return {"default": {"url": address, "width": 88, "height": 88}, "high": {"url": address, "width": 800, "height": 800}}


def channel(account: WorldAccount, ground: Ground, parts: Sequence[str]) -> dict[str, Any]:
    """A channel with the parts asked for."""
    picture = ground.picture(account, "youtube") or f"{ground.urls['images']}/default/youtube-avatar.png"
    branding: dict[str, Any] = {"channel": {"title": account.name, "description": account.bio, "keywords": "university liverpool"}}
    if account.banner:
        branding["image"] = {"bannerExternalUrl": ground.photo(account.banner)}
    snippet = {
        "title": account.name, "description": account.bio, "customUrl": f"@{account.handle}",
        "publishedAt": iso(account.created_at, STAMP), "thumbnails": thumbnails(picture), "country": "GB", "defaultLanguage": "en",
        "localized": {"title": account.name, "description": account.bio},
    }
    films = account.posts_count if account.posts else 0
    views = account.followers * 61 + films * 420 + crc(*(p.id for p in account.newest_first()[:5])) % 400
    whole: dict[str, Any] = {
        "snippet": snippet,
        "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": "UU" + account.native_id[2:]}},
        "statistics": {"viewCount": str(views), "subscriberCount": str(account.followers),
                       "hiddenSubscriberCount": False, "videoCount": str(films)},
        "status": {"privacyStatus": "private" if account.state in {"unpublished", "protected"} else "public", "isLinked": True,
                   "longUploadsStatus": "longUploadsUnspecified", "madeForKids": False},
        "brandingSettings": branding,
        "topicDetails": {"topicIds": ["/m/01k8wb"], "topicCategories": ["https://en.wikipedia.org/wiki/Knowledge"]},
    }
    chosen = {name: whole[name] for name in parts if name in whole}
    return {"kind": "youtube#channel", "etag": f"e{crc(account.native_id, repr(chosen)):x}", "id": account.native_id} | chosen


def item(post: Post, account: WorldAccount, ground: Ground, parts: Sequence[str]) -> dict[str, Any]:
    """A row of the uploads playlist."""
    whole: dict[str, Any] = {
        "contentDetails": {"videoId": post.id, "videoPublishedAt": iso(post.at, STAMP)},
        "status": {"privacyStatus": "public"},
        "snippet": {"publishedAt": iso(post.at, STAMP), "channelId": account.native_id, "title": post.title or post.text[:90],
                    "description": post.text, "playlistId": "UU" + account.native_id[2:], "position": 0,
                    "thumbnails": thumbnails(ground.photo("film-1")), "resourceId": {"kind": "youtube#video", "videoId": post.id}},
    }
    return {"kind": "youtube#playlistItem", "etag": f"p{crc(post.id):x}", "id": f"VVU{post.id}"} | {
        name: whole[name] for name in parts if name in whole}


def video(post: Post, account: WorldAccount, ground: Ground, parts: Sequence[str]) -> dict[str, Any]:
    """A film; broadcasts and premieres carry `liveStreamingDetails` for ever."""
    captions = any(m.captions for m in post.media)
    whole: dict[str, Any] = {
        "snippet": {"publishedAt": iso(post.at, STAMP), "channelId": account.native_id, "title": post.title or post.text[:90],
                    "description": post.text, "thumbnails": thumbnails(ground.photo("film-1")), "channelTitle": account.name,
                    "categoryId": "27", "liveBroadcastContent": "none", "defaultAudioLanguage": post.lang},
        "contentDetails": {"duration": "PT4M13S", "dimension": "2d", "definition": "hd", "caption": "true" if captions else "false",
                           "licensedContent": False, "projection": "rectangular"},
        "status": {"uploadStatus": "processed", "privacyStatus": "public", "license": "youtube", "embeddable": True,
                   "publicStatsViewable": True, "madeForKids": False},
        "statistics": {"viewCount": "420", "likeCount": "12", "favoriteCount": "0", "commentCount": str(len(post.comments))},
    }
    if post.live:
        whole["liveStreamingDetails"] = {
            "actualStartTime": iso(post.at, STAMP), "actualEndTime": iso(post.at + timedelta(hours=1), STAMP),
            "scheduledStartTime": iso(post.at, STAMP)}
    return {"kind": "youtube#video", "etag": f"f{crc(post.id, captions):x}", "id": post.id} | {
        name: whole[name] for name in parts if name in whole}


def _snippet(said: tuple[str, str], author: tuple[str, str], account: WorldAccount, post: Post, ground: Ground) -> dict[str, Any]:
    (at, text), (name, writer) = said, author
    return {"channelId": account.native_id, "videoId": post.id, "textDisplay": text, "textOriginal": text,
            "authorDisplayName": f"@{name}", "authorProfileImageUrl": ground.photo("visitor"),
            "authorChannelUrl": f"http://www.youtube.com/channel/{writer}", "authorChannelId": {"value": writer}, "canRate": True,
            "viewerRating": "none", "likeCount": 0, "publishedAt": at, "updatedAt": at}


def comment(reply: Reply, parent: Comment, post: Post, account: WorldAccount, ground: Ground) -> dict[str, Any]:
    """A reply in a thread."""
    writer = account.native_id if reply.own else "UCvisitor00000000000000x"
    snippet = _snippet((iso(reply.at, STAMP), reply.text), (account.handle if reply.own else "another", writer), account, post, ground)
    return {"kind": "youtube#comment", "etag": f"r{crc(reply.id):x}", "id": f"Ug{parent.id}.{reply.id}",
            "snippet": snippet | {"parentId": f"Ug{parent.id}"}}


def thread(one: Comment, post: Post, account: WorldAccount, ground: Ground, parts: Sequence[str]) -> dict[str, Any]:
    """A comment with at most five of its replies; the key `replies` is absent where there are none."""
    writer = f"UC{crc(one.author):022d}"
    top = {"kind": "youtube#comment", "etag": f"t{crc(one.id):x}", "id": f"Ug{one.id}",
           "snippet": _snippet((iso(one.at, STAMP), one.text), (one.author, writer), account, post, ground)}
    row: dict[str, Any] = {"kind": "youtube#commentThread", "etag": f"h{crc(one.id, len(one.replies)):x}", "id": f"Ug{one.id}"}
    if "snippet" in parts:
        row["snippet"] = {"channelId": account.native_id, "videoId": post.id, "topLevelComment": top, "canReply": True,
                          "totalReplyCount": len(one.replies), "isPublic": True}
    if "replies" in parts and one.replies:
        row["replies"] = {"comments": [comment(r, one, post, account, ground) for r in one.replies[:5]]}
    return row
