"""Rules: read, kept, timed and decided. Pure: no session, no input, no output."""
