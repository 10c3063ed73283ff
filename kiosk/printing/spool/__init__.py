"""The durable way from a ticket to its one slip; the kiosk's only database."""

from kiosk.printing.spool.ledger import Outcome, Report, State
from kiosk.printing.spool.spool import Job, Paper, Spool

__all__ = ["Job", "Outcome", "Paper", "Report", "Spool", "State"]
