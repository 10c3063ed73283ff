"""Numbers of the kiosk's own, for while the server is away: kept until it has them."""
