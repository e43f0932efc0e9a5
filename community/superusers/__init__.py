"""The super-user programme: nominating, inviting, agreeing, training, briefing, renewing, leaving with honour."""
