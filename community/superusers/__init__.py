"""The super-user programme, from nomination to honourable leaving; and who can be reached when, and for what."""
