"""Pages of editions; one module per subject."""
