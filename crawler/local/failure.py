"""The failure of a local server or command that the operator sees as one sentence."""


class LocalFailure(RuntimeError):
    """A server of this machine cannot run, or a step cannot go on; the text says what to do."""
