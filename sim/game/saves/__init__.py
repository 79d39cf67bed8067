"""Games on disk, as files, in addresses; the store of a server."""
