"""The desk's pages of the people of an edition."""
