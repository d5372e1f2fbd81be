"""The commands of `winover`."""
