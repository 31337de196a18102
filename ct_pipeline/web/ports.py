"""Whether a service of this machine may listen where it is told to."""

from __future__ import annotations

import socket


def why_taken(host: str, port: int) -> str | None:
    """Why nothing can listen there, in the system's words; None where something can."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        return error.strerror or str(error)
    return None
