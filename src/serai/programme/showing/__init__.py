"""What the doors show of a programme, built from what was read: cards, grids, charts, feeds, the booklet."""
