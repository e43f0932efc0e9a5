"""What tests need from outside: PostgreSQL, Redis, Chromium. Found, started privately, or installed where allowed."""
