"""What is not done, told to whoever runs an installation."""

from __future__ import annotations

import sys

from shared.language import Text


class RefusalError(RuntimeError):
    """
    Something is not done; `text` says why in both languages, and what to do instead.

    `last_words` are the last lines in the log of a part that ended.
    """

    def __init__(self, text: Text, last_words: str = "") -> None:
        self.text = text
        self.last_words = last_words
        super().__init__(f"{text.en}\n{last_words}".rstrip())

    def tell(self) -> None:
        """Write it all to the standard error output."""
        print(f"{self.text.zh} · {self.text.en}", file=sys.stderr)
        if self.last_words:
            print(self.last_words, file=sys.stderr)
