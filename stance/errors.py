"""The one exception for input that stance cannot use."""

from pathlib import Path


class InputError(Exception):
    """A file, folder or value given by the user cannot be used.

    The command line prints it as one line, ``SOURCE: REASON``, and exits with code 2.

    Args:
        source: the file, folder or option at fault, as the user wrote it.
        reason: what is wrong with it, in one short line.
    """

    def __init__(self, source: str | Path, reason: str) -> None:
        self.source = str(source)
        self.reason = " ".join(reason.split())
        super().__init__(f"{self.source}: {self.reason}")
