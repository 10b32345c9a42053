"""Puts claims on trial on the user's own loader. The only part of loaderlint that runs user code."""
