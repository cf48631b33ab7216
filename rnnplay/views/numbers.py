"""Numbers as a reader should see them."""

from math import isfinite, isnan


def short(value):
    """About three digits, with a real minus sign: 0.042, 1,230, 4.2e−9, ∞."""
    if isnan(value):
        return "not a number"
    if not isfinite(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size and not 1e-3 <= size < 1e5:
        text = f"{value:.1e}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
    else:
        text = f"{value:,.0f}" if size >= 1000 else f"{value:.3g}"
    return text.replace("-", "−")
