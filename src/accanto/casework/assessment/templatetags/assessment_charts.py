"""Before and after on the six areas: one line for each, from where they were to where they are."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accanto.casework.assessment.queries import AreaScore, AreaScores
from accanto.core.templatetags.accanto_ui import date_words

register = template.Library()

LEVELS = (1, 2, 3, 4, 5)
HEIGHT = 46
LEFT, WIDTH = 3.0, 82.0  # per cent of the drawing
INK, GREY, LATE, FINE = "#003d7a", "#b6c2cf", "#b3261e", "#00694a"


def _x(level: int) -> str:
    return f"{LEFT + (level - 1) / 4 * WIDTH:.2f}%"


@register.simple_tag
def area_chart(scores: AreaScores) -> SafeString:
    """Hollow dot at entry, full dot now; the table beside it says the same in figures."""
    rows = format_html_join("", "{}", ((_row(n, score),) for n, score in enumerate(scores.areas)))
    title = _("The six areas, before and after")
    svg = format_html(
        '<svg width="100%" height="{}" role="img" aria-label="{}">{}</svg>',
        len(scores.areas) * HEIGHT,
        _("Levels from 1 to 5 in each area; the figures are in the table below."),
        rows,
    )
    key = format_html(
        '<p class="ac-small ac-quiet">{}</p>',
        _("Levels from 1 (worst) to 5. Hollow: at entry. Full: at the latest assessment."),
    )
    return format_html(
        '<figure class="ac-chart"><figcaption>{}</figcaption>{}{}{}</figure>',
        title,
        key,
        svg,
        _table(scores, title),
    )


def _row(number: int, score: AreaScore) -> SafeString:
    top = number * HEIGHT
    y = top + 32
    ticks = format_html_join(
        "", '<circle cx="{}" cy="{}" r="2" fill="{}"></circle>', ((_x(level), y, GREY) for level in LEVELS)
    )
    line = _line(score, y)
    entry = _dot(score.entry, y, "#fff", INK) if score.entry is not None else ""
    last = _dot(score.last, y, INK, INK) if score.last is not None else ""
    return format_html(
        '<text x="0" y="{}">{}</text><line x1="{}" x2="{}" y1="{}" y2="{}" stroke="#dfe4ea"></line>{}{}{}{}{}',
        top + 16,
        _label(score),
        _x(1),
        _x(5),
        y,
        y,
        ticks,
        line,
        entry,
        last,
        _change(score, y),
    )


def _label(score: AreaScore) -> str:
    return score.label[:1].upper() + score.label[1:]


def _line(score: AreaScore, y: int) -> SafeString | str:
    if score.entry is None or score.last is None or score.entry == score.last:
        return ""
    return format_html(
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="4"></line>',
        _x(score.entry),
        _x(score.last),
        y,
        y,
        FINE if score.last > score.entry else LATE,
    )


def _dot(level: int | None, y: int, fill: str, stroke: str) -> SafeString | str:
    if level is None:
        return ""
    return format_html(
        '<circle cx="{}" cy="{}" r="7" fill="{}" stroke="{}" stroke-width="2.5"></circle>',
        _x(level),
        y,
        fill,
        stroke,
    )


def _change(score: AreaScore, y: int) -> SafeString:
    if score.change is None:
        told = _("level %(n)s") % {"n": score.entry} if score.entry is not None else ""
    else:
        told = _signed(score.change)
    return format_html(
        '<text class="ac-chart-value" x="100%" y="{}" text-anchor="end">{}</text>', y + 5, told
    )


def _signed(change: int | None) -> str:
    if change is None:
        return "–"
    return f"+{change}" if change > 0 else f"−{-change}" if change < 0 else _("same")


def _table(scores: AreaScores, title: str) -> SafeString:
    heads = [
        _heading(_("At entry"), scores.entry_on),
        _heading(_("Review"), scores.review_on),
        _heading(_("At exit"), scores.exit_on),
        _("Difference"),
    ]
    head = format_html_join("", '<th scope="col" class="ac-num">{}</th>', ((text,) for text in heads))
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="ac-num">{}</td><td class="ac-num">{}</td><td class="ac-num">{}</td>'
        '<td class="ac-num">{}</td></tr>',
        (
            (_label(s), _shown(s.entry), _shown(s.review), _shown(s.exit), _signed(s.change))
            for s in scores.areas
        ),
    )
    return format_html(
        '<details><summary>{}</summary><div class="ac-table-wrap"><table class="ac-table"><caption '
        'class="ac-hidden-text">{}</caption><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody>'
        "</table></div></details>",
        _("The same figures in a table"),
        title,
        _("Area"),
        head,
        body,
    )


def _heading(label: str, day: object) -> str:
    return f"{label}, {date_words(day)}" if day else label  # type: ignore[arg-type]


def _shown(level: int | None) -> str:
    return "–" if level is None else str(level)
