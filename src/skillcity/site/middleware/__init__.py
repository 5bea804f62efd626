"""What happens around every request, one idea a file, in the order of `settings.MIDDLEWARE`."""
