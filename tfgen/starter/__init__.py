"""New projects and new environments: what `tfgen init`, `tfgen new` and `tfgen doctor` know."""
