"""How people log in: nobody (one person on one machine), the bureau's gateway by headers, or OpenID Connect."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from dashboard.internal.access.person import ROLES, Person, alone
from pipelines.errors import ConfigurationError

MODES = ("off", "headers", "oidc")
KNOWN = frozenset(
    {"mode", "name", "roles", "districts", "role_words", "gateway_header", "gateway_secret_env"}
    | {"redirect_uri", "server_metadata_url", "client_id", "client_secret_env", "cookie_secret_env"}
)
WHOLE_CITY = "*"


def _secret(said: Mapping[str, Any], key: str) -> str:
    """Read a secret from the variable the setting names; secrets never stand in a file of the city."""
    variable = said.get(key)
    value = os.environ.get(str(variable), "") if variable else ""
    if not value:
        raise ConfigurationError(f"serve.toml, [access]: {key} must name a variable that holds the secret; it is missing or empty")
    return value


@dataclass(frozen=True, kw_only=True)
class Login:
    """What `[access]` of serve.toml says.

    Attributes
    ----------
    name, roles, districts
        The headers (mode `headers`) or claims (mode `oidc`) that say who a person is. Without `districts` everybody sees the
        whole city; with it, a person sees the districts or townships named, all of them for `*`, none when nothing is said.
    role_words
        The bureau's own words for our roles, for example `{"处长" = "leader"}`.
    gateway_header, secret
        What the gateway adds to each request, so that nobody can speak to this program past it.
    """

    mode: str = "off"
    name: str = "X-User"
    roles: str = "X-Roles"
    districts: str | None = None
    role_words: Mapping[str, str] = field(default_factory=dict)
    gateway_header: str = "X-Gateway-Secret"
    secret: str = field(default="", repr=False)
    provider: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Login:
        """Read the section; ConfigurationError for words nothing reads, an unknown mode or role, a secret that is not there."""
        unknown = sorted(said.keys() - KNOWN)
        if unknown:
            raise ConfigurationError(f"serve.toml, [access]: {unknown[0]!r} is unknown; use {', '.join(sorted(KNOWN))}")
        mode = said.get("mode", "off")
        if mode not in MODES:
            raise ConfigurationError(f"serve.toml, [access]: mode {mode!r} is unknown; use one of {', '.join(MODES)}")
        wrong = sorted(set(said.get("role_words", {}).values()) - set(ROLES))
        if wrong:
            raise ConfigurationError(f"serve.toml, [access]: role {wrong[0]!r} is unknown; use one of {', '.join(ROLES)}")
        named = {key: said[key] for key in ("name", "roles", "districts", "role_words", "gateway_header") if key in said}
        if mode == "oidc":
            named = {"name": "name", "roles": "roles", **named, "provider": _provider(said)}
        return cls(mode=mode, secret=_secret(said, "gateway_secret_env") if mode == "headers" else "", **named)

    def person(self, claims: Mapping[str, Any]) -> Person | None:
        """Tell who a person is by what the gateway or the provider says of them; None when they say no name."""
        if self.mode == "off":
            return alone()
        name = _text(claims.get(self.name))
        if not name:
            return None
        words = {self.role_words.get(word, word) for word in _list(claims.get(self.roles))}
        places = None if self.districts is None else frozenset(_list(claims.get(self.districts)))
        districts = None if places is None or WHOLE_CITY in places else places
        return Person(name=name, roles=frozenset(words & set(ROLES)), districts=districts)


def _provider(said: Mapping[str, Any]) -> dict[str, str]:
    missing = [key for key in ("redirect_uri", "server_metadata_url", "client_id") if not said.get(key)]
    if missing:
        raise ConfigurationError(f"serve.toml, [access]: mode oidc needs {missing[0]}; ask whoever runs the bureau's login")
    return {
        "redirect_uri": said["redirect_uri"],
        "server_metadata_url": said["server_metadata_url"],
        "client_id": said["client_id"],
        "client_secret": _secret(said, "client_secret_env"),
        "cookie_secret": _secret(said, "cookie_secret_env"),
    }


def _text(value: object) -> str:
    # a header holds no Chinese, so gateways send it percent-encoded
    return unquote(str(value)).strip() if value else ""


def _list(value: object) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(item).strip() for item in value if str(item).strip()]
    return [part.strip() for part in _text(value).split(",") if part.strip()]
