"""The server of one reception area: the queue, its journal, and its doors."""
