"""What both sides of a trial know: the request and its answers, the fixed text laid over files, and the protection."""
