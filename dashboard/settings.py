"""How a bureau runs the applications: `serve.toml` beside its `city.toml`; without the file, one person on one machine."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.errors import ConfigurationError

FILE = "serve.toml"
SECTIONS = frozenset({"access", "ledger", "bodies", "map"})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What `serve.toml` says, section by section; each room reads its own.

    Attributes
    ----------
    bodies
        Names as they stand on screens and paper, by key (`bureau`, `meeting`, `council` …): names are configuration.
    """

    folder: Path
    access: Mapping[str, Any] = field(default_factory=dict)
    ledger: Mapping[str, Any] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    map: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ledger_url(self) -> str:
        """Where the ledger is: the address in the variable that `[ledger] url_env` names, else a SQLite file in the city's folder."""
        variable = self.ledger.get("url_env")
        if variable is None:
            return f"sqlite:///{(self.folder / 'ledger' / 'ledger.sqlite').resolve()}"
        address = os.environ.get(str(variable))
        if not address:
            raise ConfigurationError(
                f"{FILE}: the ledger's address is to be in the variable {variable}, which is not set; set it and start again"
            )
        return address

    @property
    def tianditu_key(self) -> str | None:
        """The key of the map service, from the variable that `[map] tianditu_key_env` names; None while none is named."""
        variable = self.map.get("tianditu_key_env")
        if variable is None:
            return None
        key = os.environ.get(str(variable))
        if not key:
            raise ConfigurationError(
                f"{FILE}: the key of the map service is to be in the variable {variable}, which is not set; set it or drop tianditu_key_env"
            )
        return key

    @property
    def has_ledger(self) -> bool:
        """Whether anybody ever opened the ledger; a build makes none."""
        return "url_env" in self.ledger or (self.folder / "ledger" / "ledger.sqlite").is_file()

    @property
    def needs_second_person(self) -> bool:
        """Whether reviewing takes somebody else than writing: yes where people log in, unless `[ledger] second_person` says otherwise."""
        return bool(self.ledger.get("second_person", self.access.get("mode", "off") != "off"))


def load(folder: Path) -> Settings:
    """Read a city's `serve.toml`; ConfigurationError for a section that nothing reads or a file that is not TOML."""
    path = folder / FILE
    if not path.is_file():
        return Settings(folder=folder)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigurationError(f"{path} is not valid TOML: {fault}") from fault
    unknown = sorted(said.keys() - SECTIONS)
    if unknown:
        raise ConfigurationError(f"{path}: section {unknown[0]!r} is unknown; use {', '.join(sorted(SECTIONS))}")
    return Settings(folder=folder, **said)
