"""Rules: made, ordered, followed inside the transaction that causes them, and by the clock; tried before they bite."""
