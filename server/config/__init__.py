"""Settings: TOML and environment in, frozen dataclasses out. Pure: texts in, no files.

All mistakes are found at once, each with the place it stands at and, for an unknown
name, the one that was probably meant.
"""
