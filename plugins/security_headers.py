"""A plugin of Airflow: each answer of its web server has the usual security headers."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from airflow.plugins_manager import AirflowPlugin

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

# Nothing of scripts and styles: Airflow's own pages need inline styles, and which scripts a provider's page needs is
# its own affair. Strict-Transport-Security is the proxy's, which has the certificate.
HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
_ENCODED = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class SecurityHeaders:
    """Add each header that an answer does not have: a page with a stricter one of its own keeps it."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
        """Answer a request as the application does, with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", [])}
                added = [(name, value) for name, value in _ENCODED if name not in present]
                message = {**message, "headers": [*message.get("headers", []), *added]}
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class SecurityHeadersPlugin(AirflowPlugin):
    """Tell Airflow of the middleware."""

    name = "baotinh_security_headers"
    fastapi_root_middlewares = [{"name": "security headers", "middleware": SecurityHeaders}]  # noqa: RUF012
