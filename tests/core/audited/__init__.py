"""For each service: what must be there before, and the call; one module for each module of services."""
