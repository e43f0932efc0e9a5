"""For those who run the site: settings, people, what is owed, what happened."""
