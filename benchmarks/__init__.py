"""What tfgen costs, and what others cost that do some of the same: see README.md."""
