"""Clock: the timetable and its thin idempotent jobs."""
