"""Procedures as clients see them."""

from __future__ import annotations

from server.procedures.records import Procedure
from server.protocol import messages as m
