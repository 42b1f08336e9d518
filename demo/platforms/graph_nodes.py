"""The world's Pages, Instagram accounts, posts, comments and business people as Graph nodes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, overload

from demo.ground import BUSINESS, Ground, crc, iso
from demo.platforms import graph_fields as fields
from demo.platforms.graph_expansion import Node
from demo.world import Comment, Post, Reply, WorldAccount

STAMP = "%Y-%m-%dT%H:%M:%S+0000"
OUT_OF_SIGHT = {"gone", "deactivated"}


class _Made(Sequence[Node]):
    """Nodes that are made when they are looked at: one page of a long list is asked for at a time."""

    def __init__(self, accounts: Sequence[WorldAccount], make: Callable[[WorldAccount], Node]) -> None:
        self._accounts, self._make = accounts, make

    def __len__(self) -> int:
        return len(self._accounts)

    @overload
    def __getitem__(self, place: int) -> Node: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Node]: ...

    def __getitem__(self, place: int | slice) -> Node | Sequence[Node]:
        if isinstance(place, slice):
            return [self._make(a) for a in self._accounts[place]]
        return self._make(self._accounts[place])


def business(ground: Ground) -> Node:
    """The portfolio that owns it all."""
    world = ground.world

    def pages(*, client: bool) -> Sequence[Node]:
        shown = [a for a in world.of("facebook") if a.state not in OUT_OF_SIGHT]
        return _Made([a for a in shown if bool(a.extras.get("client")) is client], lambda a: page(a, ground))

    def instagram() -> Sequence[Node]:
        shown = [a for a in world.of("instagram") if a.state not in OUT_OF_SIGHT | {"suspended"}]
        return _Made(shown, lambda a: ig_user(a, ground))

    values = {
        "id": BUSINESS, "name": "University of Liverpool", "verification_status": "verified",
        "two_factor_type": ground.option("graph.two_factor_type", "all_required"),
        "created_time": "2016-02-03T10:00:00+0000", "timezone_id": 65, "vertical": "EDUCATION",
    }
    edges = {
        "business_users": lambda: people(ground), "system_users": lambda: [_system_user(ground)], "pending_users": list,
        "owned_pages": lambda: pages(client=False), "client_pages": lambda: pages(client=True),
        "owned_instagram_accounts": instagram, "instagram_accounts": instagram, "instagram_business_accounts": instagram,
        "agencies": list, "clients": list, "owned_whatsapp_business_accounts": list,
    }
    return Node("Business", values, edges, fields.BUSINESS, ("id", "name"))


def _system_user(ground: Ground) -> Node:
    return Node("SystemUser", {"id": "900001", "name": "Account audit", "role": "ADMIN"}, {}, fields.BUSINESS_USER)


def people(ground: Ground) -> list[Node]:
    """The people of the portfolio with their second factor. A person is {"id", "name", "role", "state", "pages"}."""
    listed: Sequence[dict[str, Any]] = ground.option("graph.people", ())
    return [_person(p, ground) for p in listed]


def _person(person: dict[str, Any], ground: Ground) -> Node:
    name = person["name"]
    mine = set(person.get("pages", ()))
    values = {
        "id": person["id"], "name": name, "first_name": name.split()[0], "last_name": name.split()[-1],
        "email": person.get("email", f"{name.replace(' ', '.').lower()}@liverpool.ac.uk"),
        "role": person.get("role", "EMPLOYEE"), "two_fac_status": person.get("state", "enabled"), "title": None,
    }
    edges = {
        "assigned_pages": lambda: [page(a, ground) for a in ground.world.of("facebook") if a.id in mine],
        "assigned_instagram_accounts": lambda: [ig_user(a, ground) for a in ground.world.of("instagram") if a.id in mine],
    }
    return Node("BusinessUser", values, edges, fields.BUSINESS_USER, ("id", "name"))


def page(account: WorldAccount, ground: Ground) -> Node:
    """A Page."""
    more = account.extras
    linked = ground.world.accounts.get(more.get("instagram", ""))
    visible = linked is not None and linked.state not in OUT_OF_SIGHT | {"suspended"}
    values: dict[str, Any] = {
        "id": account.native_id, "name": account.name, "username": account.handle, "about": account.bio,
        "description": more.get("description"), "mission": more.get("mission"), "hours": more.get("hours"),
        "category": "University", "category_list": [{"id": "2602", "name": "University"}],
        "is_published": account.state != "unpublished", "is_permanently_closed": False, "is_verified": bool(account.verified),
        "verification_status": account.verified or "not_verified", "followers_count": account.followers,
        "fan_count": account.followers - account.followers // 20, "link": f"https://www.facebook.com/{account.handle}",
        "website": account.links[0] if account.links else None,
        "location": {"city": account.location, "country": "United Kingdom"} if account.location else None,
        "cover": {"id": f"{account.native_id}7", "source": ground.photo(account.banner)} if account.banner else None,
        "picture": {"data": {"height": 128, "width": 128, "is_silhouette": account.image in {"", "default"},
                             "url": ground.picture(account, "facebook") or f"{ground.urls['images']}/default/facebook-silhouette.png"}},
        "access_token": f"page-token-{account.native_id}", "tasks": ["ANALYZE", "MODERATE", "CREATE_CONTENT", "MANAGE"],
        "owner_business": {"id": BUSINESS, "name": "University of Liverpool"}, "has_transitioned_to_new_page_experience": True,
        "instagram_business_account": ig_user(linked, ground) if linked is not None and visible else None,
    }
    posts = account.newest_first()
    status = {"suspended": "suspended", "unpublished": "restricted"}.get(account.state, "ok")
    edges = {
        "published_posts": lambda: [fb_post(p, account, ground) for p in posts],
        "posts": lambda: [fb_post(p, account, ground) for p in posts],
        "feed": lambda: [fb_post(p, account, ground) for p in posts],
        "visitor_posts": lambda: [_visit(c, account) for c in sorted(account.mentions, key=lambda c: c.at, reverse=True)],
        "tagged": list, "roles": list, "assigned_users": lambda: [
            p for p in people(ground) if account.id in next(q for q in ground.option("graph.people", ()) if q["id"] == p.id).get("pages", ())
        ],
        "photos": lambda: [photo(p, i, account, ground) for p in posts for i, m in enumerate(p.media) if m.kind == "image"],
        "videos": lambda: [video(p, i, account) for p in posts for i, m in enumerate(p.media) if m.kind == "video"],
        "page_status": lambda: [Node("PageStatus", {
            "id": account.native_id, "timestamp": iso(ground.world.now, STAMP), "status": status, "violations": [],
            "restrictions": []}, default=("id", "timestamp", "status"))],
    }
    return Node("Page", values, edges, fields.PAGE, ("id", "name"))


def _visit(comment: Comment, account: WorldAccount) -> Node:
    values = {"id": f"{account.native_id}_{comment.id}", "message": comment.text, "created_time": iso(comment.at, STAMP),
              "from": _visitor(comment.author), "permalink_url": f"https://www.facebook.com/{account.native_id}/posts/{comment.id}"}
    return Node("Post", values, {"comments": lambda: [_reply(r, comment, account) for r in comment.replies]}, fields.POST,
                ("created_time", "message", "id"))


def _visitor(name: str) -> dict[str, str]:
    return {"id": str(70_000_000 + crc(name) % 10_000_000), "name": name}


def fb_post(post: Post, account: WorldAccount, ground: Ground) -> Node:
    """A post of a Page."""
    kind = "added_video" if any(m.kind == "video" for m in post.media) else "added_photos" if post.media else "mobile_status_update"
    values: dict[str, Any] = {
        "id": f"{account.native_id}_{post.id}", "message": post.text, "created_time": iso(post.at, STAMP),
        "updated_time": iso(post.at, STAMP), "permalink_url": f"https://www.facebook.com/{account.native_id}/posts/{post.id}",
        "status_type": "shared_story" if post.repost else kind, "is_published": True, "is_hidden": False,
        "from": {"id": account.native_id, "name": account.name}, "admin_creator": {"id": "900002", "name": post.app},
        "full_picture": ground.photo(post.media[0].picture) if post.media else None,
        "parent_id": f"1000_{post.id}" if post.repost else None,
        "application": {"id": "1", "name": post.app, "link": "https://www.facebook.com/"},
    }
    edges = {
        "comments": lambda: [fb_comment(c, post, account) for c in sorted(post.comments, key=lambda c: c.at)],
        "attachments": lambda: [_attachment(post, i, account, ground) for i in range(len(post.media))],
        "reactions": list, "likes": list,
    }
    return Node("Post", values, edges, fields.POST, ("created_time", "message", "id"))


def fb_comment(comment: Comment, post: Post, account: WorldAccount) -> Node:
    """A comment under a post."""
    values = {
        "id": f"{post.id}_{comment.id}", "message": comment.text, "created_time": iso(comment.at, STAMP),
        "from": _visitor(comment.author), "is_hidden": False, "like_count": 0, "comment_count": len(comment.replies),
        "permalink_url": f"https://www.facebook.com/{account.native_id}/posts/{post.id}?comment_id={comment.id}",
    }
    return Node("Comment", values, {"comments": lambda: [_reply(r, comment, account) for r in comment.replies]},
                fields.COMMENT, ("created_time", "from", "message", "id"))


def _reply(reply: Reply, comment: Comment, account: WorldAccount) -> Node:
    writer = {"id": account.native_id, "name": account.name} if reply.own else _visitor("another visitor")
    values = {"id": f"{comment.id}_{reply.id}", "message": reply.text, "created_time": iso(reply.at, STAMP), "from": writer,
              "is_hidden": False, "comment_count": 0, "like_count": 0}
    return Node("Comment", values, {"comments": list}, fields.COMMENT, ("created_time", "from", "message", "id"))


def photo_id(post: Post, index: int) -> str:
    """The id of a picture or film in a post."""
    return f"{int(post.id) % 10**12}{index:03d}"


def _attachment(post: Post, index: int, account: WorldAccount, ground: Ground) -> Node:
    media = post.media[index]
    kind = {"image": "photo", "video": "video", "gif": "animated_image_share"}[media.kind]
    values = {
        "id": photo_id(post, index), "media_type": kind, "type": "video_inline" if kind == "video" else kind, "title": post.title,
        "description": post.text[:80], "url": f"https://www.facebook.com/photo/?fbid={photo_id(post, index)}",
        "media": {"image": {"height": 96, "width": 96, "src": ground.photo(media.picture)}},
        "target": {"id": photo_id(post, index), "url": f"https://www.facebook.com/photo/?fbid={photo_id(post, index)}"},
    }
    return Node("StoryAttachment", values, {}, frozenset({"subattachments", "description_tags", "unshimmed_url"}),
                ("description", "media", "target", "title", "type", "url"))


def photo(post: Post, index: int, account: WorldAccount, ground: Ground) -> Node:
    """A photo of a Page; `alt_text` falls back to the machine's guess, `alt_text_custom` is what a person wrote."""
    media = post.media[index]
    values = {"id": photo_id(post, index), "alt_text_custom": media.alt, "alt_text": media.alt or "May be an image of outdoors",
              "page_story_id": f"{account.native_id}_{post.id}", "created_time": iso(post.at, STAMP), "name": post.text,
              "picture": ground.photo(media.picture), "link": f"https://www.facebook.com/photo/?fbid={photo_id(post, index)}",
              "from": {"id": account.native_id, "name": account.name}}
    return Node("Photo", values, {}, fields.PHOTO, ("created_time", "name", "id"))


def video(post: Post, index: int, account: WorldAccount) -> Node:
    """A film of a Page with its caption tracks."""
    values: dict[str, Any] = {
        "id": photo_id(post, index), "title": post.title, "description": post.text, "created_time": iso(post.at, STAMP),
        "permalink_url": f"/{account.handle}/videos/{photo_id(post, index)}/", "length": 95.4, "published": True,
        "live_status": "VOD" if post.live else None, "post_id": f"{account.native_id}_{post.id}",
        "from": {"id": account.native_id, "name": account.name},
    }
    track = [Node("VideoCaption", {"id": f"{photo_id(post, index)}9", "create_time": iso(post.at, STAMP), "is_default": True,
                                   "locale": "en_GB", "locale_name": "English (UK)", "is_auto_generated": False})]
    return Node("Video", values, {"captions": lambda: track if post.media[index].captions else []}, fields.VIDEO,
                ("description", "updated_time", "id"))


def ig_user(account: WorldAccount, ground: Ground) -> Node:
    """A professional Instagram account."""
    values: dict[str, Any] = {
        "id": account.native_id, "ig_id": int(account.native_id[-10:]), "username": account.handle, "name": account.name,
        "biography": account.bio, "website": account.links[0] if account.links else None,
        "profile_picture_url": ground.picture(account, "instagram"), "has_profile_pic": account.image not in {"", "default"},
        "followers_count": account.followers, "follows_count": account.following, "media_count": account.posts_count,
        "is_published": account.state != "unpublished", "owner_business": {"id": BUSINESS, "name": "University of Liverpool"},
    }
    edges = {"media": lambda: [ig_media(p, account, ground) for p in account.newest_first()], "stories": list, "tags": list,
             "live_media": list}
    return Node("IGUser", values, edges, fields.IG_USER)


def ig_media(post: Post, account: WorldAccount, ground: Ground) -> Node:
    """A post on Instagram: one picture, one film, or an album."""
    first = post.media[0] if post.media else None
    album = len(post.media) > 1
    kind = "CAROUSEL_ALBUM" if album else "VIDEO" if first is not None and first.kind == "video" else "IMAGE"
    values: dict[str, Any] = {
        "id": f"18{int(post.id) % 10**15:015d}", "caption": post.text, "media_type": kind,
        "media_product_type": "REELS" if kind == "VIDEO" else "FEED", "timestamp": iso(post.at, STAMP),
        "alt_text": first.alt if first is not None and kind == "IMAGE" else None,
        "permalink": f"https://www.instagram.com/p/{int(post.id) % 10**9:x}/", "username": account.handle,
        "media_url": ground.photo(first.picture) if first else ground.photo("photo-0"), "shortcode": f"{int(post.id) % 10**9:x}",
        "comments_count": len(post.comments), "like_count": 12, "is_comment_enabled": True,
        "owner": {"id": account.native_id},
    }
    edges = {
        "comments": lambda: [ig_comment(c, account) for c in sorted(post.comments, key=lambda c: c.at, reverse=True)],
        "children": lambda: [_child(post, i, account, ground) for i in range(len(post.media))] if album else [],
    }
    return Node("IGMedia", values, edges, fields.IG_MEDIA)


def _child(post: Post, index: int, account: WorldAccount, ground: Ground) -> Node:
    media = post.media[index]
    values = {"id": f"18{int(post.id) % 10**12:012d}{index:03d}", "media_type": "VIDEO" if media.kind == "video" else "IMAGE",
              "alt_text": media.alt if media.kind == "image" else None, "media_url": ground.photo(media.picture),
              "timestamp": iso(post.at, STAMP), "username": account.handle}
    return Node("IGMedia", values, {}, fields.IG_MEDIA)


def ig_comment(comment: Comment, account: WorldAccount) -> Node:
    """A comment on Instagram."""
    name = comment.author.replace(" ", "_").lower()
    values = {"id": f"179{comment.id}", "text": comment.text, "timestamp": iso(comment.at, STAMP), "username": name,
              "from": {"id": _visitor(name)["id"], "username": name}, "hidden": False, "like_count": 0}
    return Node("IGComment", values, {"replies": lambda: [_ig_reply(r, account) for r in comment.replies]}, fields.IG_COMMENT,
                ("timestamp", "text", "id"))


def _ig_reply(reply: Reply, account: WorldAccount) -> Node:
    name = account.handle if reply.own else "another_visitor"
    writer = account.native_id if reply.own else _visitor(name)["id"]
    values = {"id": f"178{reply.id}", "text": reply.text, "timestamp": iso(reply.at, STAMP), "username": name,
              "from": {"id": writer, "username": name}, "hidden": False, "like_count": 0}
    return Node("IGComment", values, {"replies": list}, fields.IG_COMMENT, ("timestamp", "text", "id"))
