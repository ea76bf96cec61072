"""The desk's pages on which rows of an edition are made by hand: declared once for each kind."""
