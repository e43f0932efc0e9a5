"""Northmere, the community that shows what the place is for: invented people, real actions."""
