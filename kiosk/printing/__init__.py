"""The paper slip: its picture, the printer, and the proof that it came once."""
