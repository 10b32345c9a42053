"""What libraries do, as data."""
