"""One file per command: options, one call into the steps, an exit status."""
