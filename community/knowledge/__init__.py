"""Articles: what the community has learnt, written down once, with a plain word on how far to trust it."""
