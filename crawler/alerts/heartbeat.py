"""The dead man's switch: a watcher elsewhere is called after each complete night, and raises the alarm if it is not."""

import httpx
from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

ATTEMPTS, FIRST_WAIT_SECONDS, PATIENCE_SECONDS = 4, 5.0, 20


class HeartbeatFailed(RuntimeError):
    """The watcher did not answer as it should; the text says how, without its address."""


def call_heartbeat(url: str) -> None:
    """Call the watcher by GET, again after growing waits if it does not answer. Raises HeartbeatFailed."""
    retrying = Retrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=wait_exponential(FIRST_WAIT_SECONDS),
        retry=retry_if_exception_type(httpx.HTTPError),
    )
    try:
        retrying(_call, url)
    except RetryError as error:
        raise HeartbeatFailed(f"the heartbeat was not taken: {_reason(error.last_attempt.exception())}") from None
    except httpx.InvalidURL:
        raise HeartbeatFailed("the heartbeat has no address that can be called: see BAOTINH_HEARTBEAT_URL") from None


def _call(url: str) -> None:
    httpx.get(url, timeout=PATIENCE_SECONDS, follow_redirects=True).raise_for_status()


def _reason(error: BaseException | None) -> str:
    """Return the kind of failure: the library's own sentence holds the address."""
    if isinstance(error, httpx.HTTPStatusError):
        return f"HTTP status {error.response.status_code}"
    return type(error).__name__
