"""Terraform files -> what rules look at: roots, modules, resources and the values known of them."""
