"""What is known of loaders, from where, and why the rest is not: for `loaderlint explain` and the hover of editors."""
