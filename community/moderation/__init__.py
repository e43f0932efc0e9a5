"""Looking after the place: flags, the review queue, the log of what was decided, appeals."""
