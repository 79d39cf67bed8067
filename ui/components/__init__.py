"""Cards of the pages: each a small Vue template and the Python function that feeds it."""
