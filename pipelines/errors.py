"""Say what is wrong, where, and what to do next."""


class LanxunError(Exception):
    """A fault a user can act on; its text is one sentence."""


class ConfigurationError(LanxunError, ValueError):
    """`city.toml`, `feeds.toml`, a contract or a rule file cannot be used."""


class InputError(LanxunError, ValueError):
    """A raw file cannot be read at all."""


class ModelError(LanxunError, ValueError):
    """A model, analysis or check is wrong, or its result is too large."""


class CheckError(LanxunError, ValueError):
    """A check found rows that must not exist; nothing was published."""


class PublishError(LanxunError, OSError):
    """A build could not be published; the old one is still in place."""


class BusyError(PublishError):
    """Another build of the same city is running."""


class NoBuildError(LanxunError, FileNotFoundError):
    """The city has no published build that can be opened."""
