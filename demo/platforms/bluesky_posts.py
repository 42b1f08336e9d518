"""Posts of Bluesky as views: record, embeds (an absent description is an empty string), reposts, pins, threads."""

from __future__ import annotations

from typing import Any

from demo.ground import Ground, iso
from demo.world import Comment, Media, Post, WorldAccount

STRANGER = "did:plc:" + "a" * 23 + "b"


def _author(account: WorldAccount) -> dict[str, Any]:
    return {"did": account.native_id, "handle": account.handle, "displayName": account.name, "labels": []}


def _cid(*parts: object) -> str:
    from demo.platforms.bluesky import cid

    return cid(*parts)


def _blob(name: str, kind: str) -> dict[str, Any]:
    from demo.platforms.bluesky import cid

    return {"$type": "blob", "ref": {"$link": cid(name)}, "mimeType": kind, "size": 20_000}


def _embeds(media: list[Media], ground: Ground) -> tuple[dict[str, Any], dict[str, Any]] | None:
    if not media:
        return None
    first = media[0]
    if first.kind == "video":
        record: dict[str, Any] = {"$type": "app.bsky.embed.video", "video": _blob(first.picture, "video/mp4")}
        view: dict[str, Any] = {"$type": "app.bsky.embed.video#view", "cid": _cid(first.picture),
                                "playlist": f"{ground.urls['images']}/video/{first.picture}.m3u8"}
        if first.alt:
            record["alt"] = view["alt"] = first.alt
        if first.captions:
            record["captions"] = [{"lang": "en", "file": _blob(f"{first.picture}.vtt", "text/vtt")}]
        return record, view
    record = {"$type": "app.bsky.embed.images", "images": [{"image": _blob(m.picture, "image/png"), "alt": m.alt or ""} for m in media]}
    view = {"$type": "app.bsky.embed.images#view", "images": [
        {"thumb": ground.photo(m.picture), "fullsize": ground.photo(m.picture), "alt": m.alt or ""} for m in media]}
    return record, view


def post_view(post: Post, account: WorldAccount, ground: Ground) -> dict[str, Any]:
    """A post as `app.bsky.feed.defs#postView`."""
    record: dict[str, Any] = {"$type": "app.bsky.feed.post", "text": post.text, "createdAt": iso(post.at), "langs": [post.lang]}
    if post.reply_to:
        parent = {"uri": f"at://{STRANGER}/app.bsky.feed.post/{post.reply_to}", "cid": _cid(post.reply_to)}
        record["reply"] = {"root": parent, "parent": parent}
    author = _author(account)
    body: dict[str, Any] = {
        "uri": f"at://{account.native_id}/app.bsky.feed.post/{post.id}", "cid": _cid(post.id), "author": author, "record": record,
        "replyCount": len(post.comments), "repostCount": 0, "likeCount": 4, "quoteCount": 0, "indexedAt": iso(post.at), "labels": [],
    }
    embeds = _embeds(post.media, ground)
    if embeds:
        record["embed"], body["embed"] = embeds
    if post.repost:
        body["uri"] = f"at://{STRANGER}/app.bsky.feed.post/{post.id}"
        body["author"] = {"did": STRANGER, "handle": "neighbour.example", "displayName": "A neighbour", "labels": []}
    return body


def feed_item(post: Post, account: WorldAccount, ground: Ground, *, pin: bool = False) -> dict[str, Any]:
    """A row of the author feed; reposts and pins carry their reason."""
    item: dict[str, Any] = {"post": post_view(post, account, ground)}
    if pin:
        item["reason"] = {"$type": "app.bsky.feed.defs#reasonPin"}
    elif post.repost:
        item["reason"] = {"$type": "app.bsky.feed.defs#reasonRepost", "by": _author(account), "indexedAt": iso(post.at)}
    if post.reply_to:
        parent = Post(post.reply_to, post.at, "What do you think?", repost=True)
        view = post_view(parent, account, ground) | {"$type": "app.bsky.feed.defs#postView"}
        item["reply"] = {"root": view, "parent": view}
    return item


def said_view(comment: Comment, post: Post, account: WorldAccount, ground: Ground) -> dict[str, Any]:
    """A visitor's reply with the answers below it."""
    said = post_view(Post(comment.id, comment.at, comment.text, repost=True, reply_to=post.id), account, ground)
    answers = [post_view(Post(r.id, r.at, r.text, reply_to=comment.id, repost=not r.own), account, ground) for r in comment.replies]
    kind = "app.bsky.feed.defs#threadViewPost"
    return {"$type": kind, "post": said, "replies": [{"$type": kind, "post": a} for a in answers]}
