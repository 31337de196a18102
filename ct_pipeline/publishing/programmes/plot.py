"""A figure over time as a drawing in SVG: no script, words for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup, escape

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 70, 60, 20, 40

Point = tuple[date, float]


def plot(points: Sequence[Point], name: str) -> Markup:
    """One line through the points, each with its value; a table of the same stands beside it."""
    days = [day.toordinal() for day, _ in points]
    values = [value for _, value in points]
    first, span = min(days), max(max(days) - min(days), 1)
    low, high = min(0.0, *values), max(*values, 1.0)
    places = [
        (
            round(LEFT + (day - first) / span * (WIDTH - LEFT - RIGHT), 1),
            round(TOP + (high - value) / ((high - low) or 1) * (HEIGHT - TOP - BOTTOM), 1),
        )
        for day, value in zip(days, values, strict=True)
    ]
    line = " ".join(f"{x},{y}" for x, y in places)
    told = f"{name}: " + ", ".join(f"{value:g} ({day})" for day, value in points)
    return Markup(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}<polyline points="{}"/>{}</svg>'
    ).format(WIDTH, HEIGHT, told, _axes(points, high), line, _dots(points, places))


def _axes(points: Sequence[Point], high: float) -> Markup:
    floor, end = HEIGHT - BOTTOM, WIDTH - RIGHT
    days = [day for day, _ in points]
    lines = Markup('<path class="axis" d="M{} {}V{}H{}"/>').format(LEFT, TOP, floor, end)
    labels = Markup("").join(
        Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(*label)
        for label in (
            (LEFT - 8, TOP + 4, "end", f"{high:g}"),
            (LEFT, HEIGHT - BOTTOM + 20, "start", min(days)),
            (end, HEIGHT - BOTTOM + 20, "end", max(days)),
        )
    )
    return lines + labels


def _dots(points: Sequence[Point], places: Sequence[tuple[float, float]]) -> Markup:
    return Markup("").join(
        Markup(
            '<circle cx="{}" cy="{}" r="4"><title>{}</title></circle>'
            '<text class="value" x="{}" y="{}" text-anchor="middle">{}</text>'
        ).format(x, y, f"{day}: {value:g}", x, y - 9, escape(f"{value:g}"))
        for (day, value), (x, y) in zip(points, places, strict=True)
    )
