"""How fast Plutomi is, each figure against a baseline measured in the same run (README.md says what each means)."""
