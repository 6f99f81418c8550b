"""HCL native syntax: scanner, tree, literals, layout, and the parse-back with python-hcl2.

Import the modules you need; this package imports none of them, so that a command pays only for
what it uses.
"""
