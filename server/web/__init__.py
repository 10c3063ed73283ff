"""The pages and the HTTP side of the protocol, on Starlette."""
