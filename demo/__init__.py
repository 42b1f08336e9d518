"""The stand-in: local servers that speak the platforms' APIs. Imports nothing of the product."""
