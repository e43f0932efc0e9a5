"""Others' data, brought in through our own actions."""
