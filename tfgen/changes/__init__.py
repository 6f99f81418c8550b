"""What changes between two programs: resource by resource, why, and how dangerous it is."""
