"""The versions, in one place."""

__version__ = "0.1.0"
"""Version of the distribution."""

API_VERSION = "1.0"
"""Version of the public names, for plugins: the first number grows when one breaks, the second when names are added."""
