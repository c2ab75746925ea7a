"""A person's own data as a file to take along."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

import msgspec

_READ_ME = """Vitrina: your data, {day}
Each .json file holds what one part of the app keeps of you. Amounts are in the smallest unit of their currency.

Vitrina: tus datos, {day}
Cada archivo .json contiene lo que una parte de la aplicación guarda de ti. Los importes van en la unidad mínima de su moneda.
"""


def bundle(parts: Mapping[str, object], at: datetime) -> bytes:
    """A zip with one JSON file per part and a word in both languages about what it is."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as folder:
        _add(folder, "README.txt", _READ_ME.format(day=at.date().isoformat()).encode(), at)
        for name, part in sorted(parts.items()):
            _add(folder, f"{name}.json", msgspec.json.format(msgspec.json.encode(part), indent=2), at)
    return output.getvalue()


def _add(folder: zipfile.ZipFile, name: str, content: bytes, at: datetime) -> None:
    entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    folder.writestr(entry, content)
