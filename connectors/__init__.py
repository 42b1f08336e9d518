"""Turns each platform's API into snapshots: one file per platform, one door to the network."""
