"""Sound that kiosk and display fetch and play alike."""
