"""From races to files and tables: what the command line computes, writes and shows."""
