"""The colours and fonts of the app as CSS custom properties, for the exported page."""

import re
import tomllib
from pathlib import Path

CONFIG = Path(__file__).parents[3] / ".streamlit/config.toml"


def theme() -> str:
    """CSS: the properties that Streamlit gives to a component, for light and for dark."""
    theme = tomllib.loads(CONFIG.read_text("utf-8"))["theme"]
    light, dark = theme.pop("light"), theme.pop("dark")
    both = {name: value for name, value in theme.items() if isinstance(value, str)}
    return (
        f":root {{ {_properties(both | light)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_properties(dark)} }} }}\n"
    )


def _properties(values):
    """primaryColor -> --st-primary-color"""
    names = {name: re.sub("[A-Z]", lambda found: "-" + found[0].lower(), name) for name in values}
    return " ".join(f"--st-{names[name]}: {value};" for name, value in values.items())
