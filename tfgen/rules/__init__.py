"""What is wrong with Terraform that parses: one rule per file, each named in the registry."""
