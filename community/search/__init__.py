"""Finding things: what is indexed, how it is searched, and that nobody finds what they may not see."""
