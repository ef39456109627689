"""HTTP: routes and their schemas, a file per noun."""
