"""Starts, watches and stops what the city runs on: the database, the web server and the worker. No Django in here."""
