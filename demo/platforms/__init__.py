"""One module per platform: the world's accounts turned into that API's own JSON, with its limits and its errors."""
