"""Builds one self-contained page of HTML: no scripts, nothing from elsewhere, everything that is said escaped."""
