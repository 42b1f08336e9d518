"""The stand-in: local servers that speak the platforms' APIs. Imports nothing of the product."""

from __future__ import annotations

from demo.comparison import differences
from demo.estate import Estate, start
from demo.world import Comment, Media, Post, Reply, World, WorldAccount

__all__ = ["Comment", "Estate", "Media", "Post", "Reply", "World", "WorldAccount", "differences", "start"]
