"""What Terraform or OpenTofu itself says of a program, asked in a temporary copy."""
