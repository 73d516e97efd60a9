"""Texts of logging in."""

TEXTS = {
    "app.alone": "单人本机使用，未启用登录",
    "app.log_in": "请先登录",
    "app.log_in_button": "登录",
    "app.log_in_gateway": "请从单位的统一门户进入；门户没有传来您的姓名。",
    "app.log_out": "退出",
}
