"""What a user could take instead of tfgen, or a part of what tfgen does, to compare with."""
