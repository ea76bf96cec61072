"""Documents: `render(template, data)` gives a PDF, `missing_glyphs(data)` what no face of ours can show."""

from serai.typesetting.glyphs import missing_glyphs
from serai.typesetting.rendering import TypesettingError, UnknownTemplate, render

__all__ = ["TypesettingError", "UnknownTemplate", "missing_glyphs", "render"]
