"""What a finished game shows: its score taken apart, its story, its decisive turn, what if."""
