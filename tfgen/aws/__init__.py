"""What AWS resources of a program mean to each other: what rules and pictures both ask."""
