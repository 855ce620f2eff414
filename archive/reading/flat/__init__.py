"""Tables that an earlier tool flattened to lines."""
