"""Running: workers, the driver, and the folder that nothing can spoil."""
