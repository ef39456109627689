"""Files: sent for a question, claimed by who applies, scanned, given out, destroyed."""
