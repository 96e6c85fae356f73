"""The window's surroundings, as the tests of single parts have them."""

from tests.ui.conftest import bridge, fresh_settings, nothing_left, notices, theme, window

__all__ = ["bridge", "fresh_settings", "nothing_left", "notices", "theme", "window"]
