"""Search engines, each behind the same few words: put, drop, search, similar, meant."""
