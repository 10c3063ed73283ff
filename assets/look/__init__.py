"""What the kiosk and the wall display share on the glass.

``tokens``, ``scale`` and ``fit`` are PURE; ``fonts`` and ``window`` import Kivy
only inside their functions; the rest draws.
"""
