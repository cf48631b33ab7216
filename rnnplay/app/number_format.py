"""Numbers as text for a reader."""

from math import isfinite, isnan

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def short(value):
    """About three digits, with a real minus sign: 0.042, 1,230, 4.2e−9, ∞."""
    if isnan(value):
        return "overflow"
    if not isfinite(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size and not 1e-3 <= size < 1e5:
        text = f"{value:.1e}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
    else:
        text = f"{value:,.0f}" if size >= 1000 else f"{value:.3g}"
    return text.replace("-", "−")


def percent(share, digits=0):
    """A share of 1 -> "98 %", with `digits` behind the point and a space that never breaks."""
    return f"{100 * share:.{digits}f}\u00a0%"


def power(exponent):
    """A power of ten: 0.01, 1, 1,000, 10⁻⁸."""
    return f"{10.0**exponent:,g}" if abs(exponent) <= 3 else "10" + str(exponent).translate(RAISED)
