"""The calendar by other people's code: holidays, icalendar, dateutil, zoneinfo. Reads a question a line."""

import json
import sys
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from icalendar import Calendar
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


@lru_cache(maxsize=None)
def calendar_days(calendar, year):
    if calendar == "england":
        return frozenset(holidays.UK(subdiv="ENG", years=[year - 1, year, year + 1]))
    return frozenset(holidays.US(years=[year - 1, year, year + 1]))


def works(region, day):
    if day.isoformat() in region["closed"]:
        return False
    named = region["holidays"] and day in calendar_days(region["holidays"], day.year)
    return day.isoformat() in region["open"] or not named


def spans(region, first, last):
    """When a region is open, as instants; from local hours, day by day."""
    zone, day = ZoneInfo(region["zone"]), first
    while day <= last:
        for hours in region["hours"]:
            if DAYS[day.weekday()] in hours["days"] and works(region, day):
                begin, end = time.fromisoformat(hours["from"]), time.fromisoformat(hours["until"])
                stop = day if end > begin else day + timedelta(days=1)
                start, stop = (instant(datetime.combine(*at), zone) for at in ((day, begin), (stop, end)))
                if start < stop:
                    yield start, stop
        day += timedelta(days=1)


def desk(question):
    """Whether any region is open, and when that changes next: by looking at every stretch of it."""
    asked = json.loads(bytes.fromhex(question))
    at = asked["at"]
    today = datetime.fromtimestamp(at, ZoneInfo("UTC")).date()
    for days in (20, 380):
        last = today + timedelta(days=days)
        found = sorted(one for region in asked["regions"] for one in spans(region, today - timedelta(days=3), last))
        opens, until = False, None
        for start, stop in found:
            if start <= (until if opens else at) and stop > at:
                opens, until = True, max(until or stop, stop)
            elif not opens and start > at:
                until = start
                break
        certain = at + (days - 3) * 86400
        if until is not None and until < certain:
            return f"{'open' if opens else 'closed'} {int(until)}"
    return f"{'open' if opens else 'closed'} never"


def events(question):
    """The days of a calendar file until 2040."""
    first, last, found, moved = date(1990, 1, 1), date(2040, 12, 31), set(), set()
    named = list(Calendar.from_ical(bytes.fromhex(question)).walk("VEVENT"))
    for event in named:
        if "RECURRENCE-ID" in event:
            moved.add((str(event["UID"]), as_day(event.decoded("RECURRENCE-ID"))))
    for event in named:
        start = event.decoded("DTSTART")
        begins = [as_day(start)]
        if "RRULE" in event:
            rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=datetime.combine(begins[0], time()))
            found_by_rule = rule.between(*(datetime.combine(day, time()) for day in (first, last)), inc=True)
            begins = [at.date() for at in found_by_rule]
        begins += [as_day(one.dt) for one in several(event, "RDATE")]
        never = {as_day(one.dt) for one in several(event, "EXDATE")}
        if str(event.get("STATUS", "")) == "CANCELLED":
            continue
        for day in set(begins) - never:
            if "RECURRENCE-ID" in event or (str(event["UID"]), day) not in moved:
                found |= {day + timedelta(days=n) for n in range(length(event, start))}
    return " ".join(str(day) for day in sorted(found) if day <= last)


def several(event, name):
    value = event.get(name, [])
    return [one for part in (value if isinstance(value, list) else [value]) for one in part.dts]


def as_day(value):
    return value.date() if isinstance(value, datetime) else value


def length(event, start):
    """How many days it touches: what ends at midnight does not touch the day that begins then."""
    end = event.decoded("DTEND", None) or start + event.decoded("DURATION", timedelta(days=1))
    if not isinstance(start, datetime):
        return max(1, (end - start).days)
    return max(1, ((end - timedelta(seconds=1)).date() - start.date()).days + 1)


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
    "desk": desk,
    "events": events,
}

for line in sys.stdin:
    question, *arguments = line.split()
    print(ANSWERS[question](*arguments))
