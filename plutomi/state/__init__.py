"""What each page shows and what its user can do."""
