"""What depends on a template, a schema, a YAML file or a key: found by rendering and watching."""
