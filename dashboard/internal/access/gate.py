"""Let nobody in past the bureau's gateway."""

from __future__ import annotations

import hmac

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.internal.access.login import Login

HEALTH = "/_stcore/health"


class Gate:
    """ASGI middleware: with `mode = "headers"` every request and every socket must carry the gateway's secret.

    Without it anyone who reaches the port could write the headers that say who they are.
    """

    def __init__(self, app: ASGIApp, *, login: Login) -> None:
        self.app = app
        self.login = login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with 403."""
        if scope["type"] not in ("http", "websocket") or self._may_pass(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("403", status_code=403)(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        if self.login.mode != "headers" or scope["path"] == HEALTH:
            return True
        said = Headers(scope=scope).get(self.login.gateway_header, "")
        return hmac.compare_digest(said.encode(), self.login.secret.encode())
