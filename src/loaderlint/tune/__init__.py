"""Measures the user's loader with other settings and recommends one: `loaderlint tune`."""
