"""What each page says when it is read aloud."""
