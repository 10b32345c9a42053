"""What an expression can mean."""
