"""Who: members, their roles and how they sign in."""
