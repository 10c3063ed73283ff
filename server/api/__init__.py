"""The method table at work: authorise, parse, ask the service, show the answer.

``/ws``, ``/rpc`` and the pages all call here, so that a right is checked in one place.
"""
