"""Reads of a programme: what this actor may see, prefetching included."""
