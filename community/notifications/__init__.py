"""Who is told what: following, telling, wording, and the ways in which it reaches a person."""
