"""What is done with applicants, a module per verb."""
