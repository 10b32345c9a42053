"""What to change, in terms of the code, and the edits of the text that this comes to."""
