"""Posts as X tells them, in either vocabulary, and the two timelines an account has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from demo.ground import Ground, iso, names
from demo.web import Request
from demo.world import Media, Post, WorldAccount

POST_FIELDS = names(
    "article article_title attachments author_id card_uri community_id context_annotations conversation_id created_at "
    "display_text_range edit_controls edit_history_tweet_ids edit_history_post_ids entities geo id in_reply_to_user_id lang "
    "matched_media_notes media_metadata note_request_suggestions note_tweet note_post paid_partnership possibly_sensitive "
    "public_metrics referenced_tweets referenced_posts reply_settings scopes source suggested_source_links text withheld "
    "username"
)


@dataclass(frozen=True, slots=True)
class Words:
    """Which vocabulary an answer is written in."""

    post: str
    posts: str
    count: str
    reposts: str
    problems: str

    @staticmethod
    def of(setting: str, request: Request) -> Words:
        """The words for a request: forced by the setting, or ("asked") those it was asked in."""
        new = Words("post", "posts", "post_count", "repost_count", "https://api.x.com/2/problems")
        old = Words("tweet", "tweets", "tweet_count", "retweet_count", "https://api.twitter.com/2/problems")
        if setting == "mixed":
            return Words("post", "tweets", "tweet_count", "retweet_count", "https://api.x.com/2/problems")
        if setting == "asked":
            asked = "post.fields" in request.query or "_post_id" in request.query_text
            return new if asked else old
        return new if setting == "new" else old


def timeline(account: WorldAccount) -> list[Post]:
    """Own posts and own replies, newest first."""
    replies = [
        Post(reply.id, reply.at, reply.text, reply_to=comment.id)
        for comment in (*account.mentions, *(c for p in account.posts for c in p.comments))
        for reply in comment.replies
        if reply.own
    ]
    return sorted([*account.posts, *replies], key=lambda p: (p.at, p.id), reverse=True)


def visitors(account: WorldAccount) -> list[Post]:
    """What others wrote to the account, newest first."""
    under = [(c, p.id) for p in account.posts for c in p.comments]
    said = [Post(c.id, c.at, f"@{account.handle} {c.text}", reply_to=parent, app=c.author) for c, parent in under]
    said += [Post(c.id, c.at, f"@{account.handle} {c.text}", app=c.author) for c in account.mentions]
    return sorted(said, key=lambda p: (p.at, p.id), reverse=True)


def visitor_id(post: Post) -> str:
    """A number for whoever wrote a mention."""
    return str(990_000_000 + sum(map(ord, post.app)))


def post_json(post: Post, account: WorldAccount, ground: Ground, words: Words, fields: frozenset[str]) -> dict[str, Any]:
    """A post with the fields asked for."""
    theirs = post.text.startswith(f"@{account.handle} ")
    roots = {c.id: p.id for p in account.posts for c in p.comments}
    root = roots.get(post.reply_to or "", post.reply_to) or post.id
    text = f"RT @example_news: {post.text}" if post.repost else post.text
    whole: dict[str, Any] = {
        "id": post.id, "text": text, "created_at": iso(post.at), "lang": post.lang, "conversation_id": root,
        "author_id": visitor_id(post) if theirs else account.native_id, f"edit_history_{words.post}_ids": [post.id],
        "possibly_sensitive": False, "reply_settings": "everyone",
        "public_metrics": {
            words.reposts: 1, "reply_count": len(post.comments), "like_count": 4, "quote_count": 0, "bookmark_count": 0,
            "impression_count": 250,
        },
    }
    if post.repost:
        whole[f"referenced_{words.posts}"] = [{"type": "retweeted", "id": str(int(post.id) - 5)}]
    elif post.reply_to:
        whole[f"referenced_{words.posts}"] = [{"type": "replied_to", "id": post.reply_to}]
        whole["in_reply_to_user_id"] = account.native_id if theirs else "990000001"
    if theirs:
        whole["entities"] = {"mentions": [{"start": 0, "end": len(account.handle) + 1, "username": account.handle,
                                           "id": account.native_id}]}
    if post.media:
        keys = [f"{_kind(m)}_{int(post.id) + i}" for i, m in enumerate(post.media)]
        whole["attachments"] = {"media_keys": keys}
        whole["media_metadata"] = [_metadata(k, m) for k, m in zip(keys, post.media, strict=True)]
    wanted = set(fields)
    wanted |= {f"edit_history_{words.post}_ids"} if words.post == "tweet" else set()
    for name in ("referenced_tweets", "referenced_posts"):
        if name in wanted:
            wanted |= {f"referenced_{words.posts}"}
    return {name: value for name, value in whole.items() if name in wanted}


def _kind(media: Media) -> int:
    return {"image": 3, "video": 13, "gif": 16}[media.kind]


def _metadata(key: str, media: Media) -> dict[str, str]:
    return {"media_key": key, "alt_text": media.alt} if media.alt else {"media_key": key}
