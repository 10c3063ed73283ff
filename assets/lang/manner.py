"""Numbers, dates, times, money and waits as people here write them. PURE.

Vietnamese: 1.234 · 23/11/2026 · Thứ Hai, 23/11/2026 · 09:05 · 8.000 đồng ·
5–15 phút. English keeps the day-first date, because every paper in the hall
has it so, and writes 1,234.
"""

from datetime import date, datetime, time

from assets.lang import texts


def number(value: int | float, language: str, decimals: int = 0) -> str:
    """Return `value` with separators, rounded to `decimals` places."""
    t = texts("common", language)
    plain = f"{value:,.{decimals}f}"
    whole, _, fraction = plain.partition(".")
    grouped = whole.replace(",", t("number.thousands"))
    return grouped + t("number.decimal") + fraction if fraction else grouped


def money(dong: int, language: str) -> str:
    """Return an amount in dong: "8.000 đồng"."""
    return texts("common", language)("money.dong", amount=number(dong, language))


def short_date(day: date, language: str) -> str:
    """Return "23/11/2026"."""
    t = texts("common", language)
    return t("date.short", day=day.day, month=day.month, year=day.year)


def long_date(day: date, language: str) -> str:
    """Return "Thứ Hai, 23/11/2026"."""
    t = texts("common", language)
    weekday = t(f"weekday.{day.isoweekday()}")
    return t("date.long", weekday=weekday, day=day.day, month=day.month, year=day.year)


def clock(moment: datetime | time) -> str:
    """Return the time of day as "09:05", the same in every language."""
    return f"{moment.hour:02}:{moment.minute:02}"


def wait_range(low: int | None, high: int | None, language: str) -> str:
    """Return a wait of `low` to `high` seconds as people read it.

    No counter is open for it (None): an empty text. Nobody ahead and a counter
    free (0, 0): the invitation to go in. Else "5–15 phút": seconds become
    minutes, the lower bound rounded down, the upper one up, so that the range
    shown is never narrower than the one measured.
    """
    t = texts("common", language)
    if low is None or high is None:
        return t("wait.none")
    if high <= 0:
        return t("wait.now")
    return t("wait.range", low=low // 60, high=-(-high // 60))


def people_waiting(n: int, language: str) -> str:
    """Return "5 người chờ", "1 người chờ" or "chưa có ai chờ"."""
    return _people("waiting", n, language)


def people(n: int, language: str) -> str:
    """Return "3 người", "1 người"."""
    return _people("count", n, language)


def _people(kind: str, n: int, language: str) -> str:
    t = texts("common", language)
    if n == 0 and f"people.{kind}_none" in t:
        return t(f"people.{kind}_none")
    if n == 1:
        return t(f"people.{kind}_one")
    return t(f"people.{kind}", n=number(n, language))
