"""The desk's pages on which a programme is made by hand."""
