"""The words that the reader knows, as data, by language. All without accents, in lower case: see normalise.py."""
