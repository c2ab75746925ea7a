"""A link as a QR code (ISO/IEC 18004) in SVG, for a camera that looks at this screen."""

from __future__ import annotations

import io

import segno

QUIET_MODULES = 4  # the standard's own margin; without it old cameras find no corner


def qr_svg(url: str) -> bytes:
    """The code of `url` with a quarter of it to lose (error level Q), black on white, sized by whoever shows it."""
    output = io.BytesIO()
    segno.make(url, error="q", micro=False).save(
        output, kind="svg", border=QUIET_MODULES, dark="#17141c", light="#ffffff", omitsize=True, xmldecl=False,
        svgclass=None, lineclass=None,
    )  # fmt: skip
    return output.getvalue()
