"""What people see and hear: texts, looks, pictures, sounds, the sample office.

A package, so that ``importlib.resources.files("assets")`` finds its files in a
checkout and in an installed wheel alike.
"""
