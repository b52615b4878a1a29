"""What goes wrong on a laptop and is told in one sentence."""


class LocalFailure(RuntimeError):
    """A server of this machine cannot run or a step cannot go on; the text says what to do."""
