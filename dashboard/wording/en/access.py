"""Texts of logging in."""

TEXTS = {
    "app.alone": "One person on this machine; no login",
    "app.log_in": "Please log in",
    "app.log_in_button": "Log in",
    "app.log_in_gateway": "Come in through the bureau's portal; it did not say who you are.",
    "app.log_out": "Log out",
}
