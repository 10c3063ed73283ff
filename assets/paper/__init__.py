"""What is printed, as black and white pictures. PURE.

The kiosk prints them; the server shows administrators what their settings make.
"""
