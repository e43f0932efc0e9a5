"""What the facts say about the whole: how soon people are helped, by whom, and what waits."""
