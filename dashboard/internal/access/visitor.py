"""Who a page or a route is talking to; both ask the same way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st
from starlette.requests import HTTPConnection
from streamlit.web.server.server_util import AUTH_COOKIE_NAME
from streamlit.web.server.starlette import starlette_websocket

from dashboard.internal.access.login import Login
from dashboard.internal.access.person import Person


def of_page(login: Login) -> Person | None:
    """Tell who looks at this page; None when nobody has logged in."""
    if login.mode == "oidc":
        return login.person(st.user.to_dict()) if st.user.is_logged_in else None
    return login.person(st.context.headers)


def of_request(request: HTTPConnection, login: Login) -> Person | None:
    """Tell who asks a route; None when nobody has logged in."""
    if login.mode == "oidc":
        claims = _cookie(request.cookies)
        return login.person(claims) if claims.get("is_logged_in") else None
    return login.person(request.headers)


def _cookie(cookies: Mapping[str, str]) -> dict[str, Any]:
    """Read what Streamlit's login wrote and signed; nothing when the signature is not ours."""
    # Streamlit has no public way to ask this outside a page; the version is pinned and a test holds us to it
    signed = starlette_websocket._get_signed_cookie_with_chunks(dict(cookies), AUTH_COOKIE_NAME)
    claims = json.loads(signed) if signed else {}
    return claims if isinstance(claims, dict) else {}
