from .ranks import *  # noqa: F403
