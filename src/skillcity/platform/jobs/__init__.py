"""Long work in the background: seen, cancelled, tried again, finished after a crash without doing anything twice."""
