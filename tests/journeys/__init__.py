"""Stories over several packages."""
