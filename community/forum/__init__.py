"""Questions, discussions, answers, votes and their upkeep."""
