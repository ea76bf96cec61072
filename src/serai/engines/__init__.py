"""Solvers that take a problem as data and give a result as data; none of them knows Django."""
