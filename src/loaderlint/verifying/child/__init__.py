"""What runs in the interpreter of the user, with the standard library, torch and NumPy alone."""
