"""What other programs subscribe to."""
