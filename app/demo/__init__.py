"""The demo: an account where five people decide and two of them, one with a veto, are not won yet; and a small one."""
