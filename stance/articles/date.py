"""Dates of publication, as tables and pages write them."""

import datetime
import email.utils

_FORMATS = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d")


def iso_date(value: object) -> str | None:
    """The day as ``YYYY-MM-DD``, or None if ``value`` does not clearly give one.

    Days such as 02/03/2024, which two conventions read differently, are not guessed at. A time
    zone is ignored: the day is the one written.

    Args:
        value: a date, a datetime, or text in ISO 8601, RFC 2822 or a form such as "March 2, 2024".
    """
    if isinstance(value, datetime.date):  # which every datetime is, too
        return value.isoformat()[:10]
    if not isinstance(value, str):
        return None
    text = value.strip()
    # Only a day in dashes: fromisoformat also takes bare digits, which may be a number of seconds.
    for part in (text, text[:10]):
        if part[4:5] == "-":
            try:
                return datetime.datetime.fromisoformat(part).date().isoformat()
            except ValueError:
                continue
    try:
        return email.utils.parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        pass
    for form in _FORMATS:
        try:
            return datetime.datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return None
