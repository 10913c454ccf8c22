"""Write a JSON file whole: temporary file beside it, flush to disk, rename."""

import json
import os
import tempfile


def write_whole(path: str, text: str) -> None:
    """Replace `path` by `text` (UTF-8) so that a reader sees the old file or the new one, never a part."""
    folder = os.path.dirname(os.path.abspath(path))
    os.makedirs(folder, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def write_json(path: str, value: object, indent: int | None = 2) -> None:
    """Write `value` as JSON; a NaN or an infinity is refused, since JSON has no word for it."""
    separators = (",", ": ") if indent is not None else (",", ":")
    write_whole(path, json.dumps(value, indent=indent, separators=separators, allow_nan=False) + "\n")
