"""YAML files in, one checked and frozen :class:`~tfgen.config.environment.Environment` out.

Nothing is imported here: every command pays only for what it uses.
"""
