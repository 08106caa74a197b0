"""Round files: reading, checking and describing them."""
