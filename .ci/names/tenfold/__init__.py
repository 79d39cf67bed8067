"""Names for type checkers: the folders of the project as one package."""
