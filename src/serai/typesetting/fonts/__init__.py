"""The font files that travel with the package, their licence, and the script that makes them."""
