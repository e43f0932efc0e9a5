"""Guildhall: a community that sits next to a service provider's desk."""
