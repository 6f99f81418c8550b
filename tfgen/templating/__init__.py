"""Environment and templates in, rendered files with line maps out; nothing is written to disk.

Nothing is imported here: every command pays only for what it uses.
"""
