"""The published language: what every client and every test speaks with the server.

``messages`` has the shapes, ``methods`` the table of what may be asked and by whom,
``codec`` turns JSON into them and back, ``session`` keeps a client in step without
any I/O, and ``link`` drives that session over a WebSocket.
"""
