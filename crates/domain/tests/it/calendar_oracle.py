"""The calendar by other people's code: PyPI holidays and dateutil, Python's zoneinfo. Reads a question a line."""

import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import holidays
from dateutil.rrule import rrulestr

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def instant(local, zone):
    """The first of two equal times; a skipped time as late as it stood in the gap."""
    return local.replace(tzinfo=zone, fold=0).timestamp()


def holidays_of(calendar, year):
    years = [year - 1, year, year + 1]
    if calendar == "england":
        found = holidays.UK(subdiv="ENG", years=years)
    else:
        found = holidays.US(years=years)
    return " ".join(sorted(day.strftime("%m-%d") for day in found if day.year == year))


def turn(zone, starts, hours, at):
    zone, starts = ZoneInfo(zone), datetime.fromisoformat(starts)
    step, at = timedelta(hours=int(hours)), int(at)
    local = datetime.fromtimestamp(at, zone).replace(tzinfo=None)
    guess = (local - starts) // step
    begun = [k for k in range(guess - 4, guess + 5) if k >= 0 and instant(starts + k * step, zone) <= at]
    return str(max(begun)) if begun else "none"


def window(zone, day, begin, end, at):
    zone, at = ZoneInfo(zone), int(at)
    today = datetime.fromtimestamp(at, zone).date()
    begin, end = (datetime.strptime(text, "%H:%M").time() for text in (begin, end))
    for back in (-1, 0, 1):
        date = today - timedelta(days=back)
        if DAYS[date.weekday()] != day:
            continue
        last = date if end > begin else date + timedelta(days=1)
        start, stop = datetime.combine(date, begin), datetime.combine(last, end)
        if instant(start, zone) <= at < instant(stop, zone):
            return "in"
    return "out"


def yearly(starts, rule):
    """The days until 2040 on which an event of every year begins."""
    found = rrulestr(rule, dtstart=datetime.strptime(starts, "%Y%m%d"))
    days = found.between(datetime(2000, 1, 1), datetime(2040, 12, 31), inc=True)
    return " ".join(str(day.date()) for day in days)


ANSWERS = {
    "holidays": lambda calendar, year: holidays_of(calendar, int(year)),
    "turn": turn,
    "window": window,
    "yearly": yearly,
}

for line in sys.stdin:
    question, *arguments = line.split()
    print(ANSWERS[question](*arguments))
