"""The programme's pages: public ones, planning, and feeds for other programs."""
