"""The super-user programme: who is there for others, when, and for what."""
