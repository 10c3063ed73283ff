"""The kiosk: gives out numbers and shows the posted procedures."""
