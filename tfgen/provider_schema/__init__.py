"""What providers accept: their schemas in a compact file, made from Terraform's own dump."""
