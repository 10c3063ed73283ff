"""Keeps the kiosk a kiosk: the watchdog, the service page's PIN."""
