"""What the auditor costs, measured from outside and held against its goals; see README.md."""
