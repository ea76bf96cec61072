"""Pages of those who run an edition; one module per subject."""
