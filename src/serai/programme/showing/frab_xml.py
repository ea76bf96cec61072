"""The schedule in the format of frab as XML, written line by line: a tree would take three times as long."""

from __future__ import annotations

from collections.abc import Iterator

from serai.programme.models import SectionKind
from serai.programme.showing.frab import COLOURS, GENERATOR, Event, Schedule, clock, track_slug

# XML can't hold these characters, even as references: control characters here, two more by their UTF-8.
CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())


def xml_schedule(schedule: Schedule) -> bytes:
    """The schedule as schedule.xml; characters that XML can't hold are left out."""
    content = "\n".join(_lines(schedule)).encode(errors="ignore").translate(None, CONTROLS)
    for character in NO_CHARACTERS:
        content = content.replace(character, b"")
    return content


def text(words: str) -> str:
    """Words as XML holds them."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _lines(schedule: Schedule) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield "<schedule>"
    yield f'<generator name="{GENERATOR["name"]}" version="{GENERATOR["version"]}"/>'
    yield f"<version>{schedule.version}</version>"
    yield from _conference(schedule)
    for day in schedule.days:
        span = f'start="{day.starts.isoformat()}" end="{day.ends.isoformat()}"'
        yield f'<day index="{day.index}" date="{day.date}" {span}>'
        for room, events in day.rooms:
            name = text(schedule.room_names[room.pk])
            yield f'<room name="{name}" guid="{schedule.guid("room", room.key)}">'
            for event in events:
                yield _event(schedule, event, name)
            yield "</room>"
        yield "</day>"
    yield "</schedule>\n"


def _conference(schedule: Schedule) -> Iterator[str]:
    yield "<conference>"
    yield f"<title>{text(schedule.of(schedule.edition.name))}</title>"
    yield f"<acronym>{schedule.acronym}</acronym>"
    yield f"<start>{schedule.days[0].date}</start>"
    yield f"<end>{schedule.days[-1].date}</end>"
    yield f"<days>{len(schedule.days)}</days>"
    yield f"<timeslot_duration>{schedule.slot}</timeslot_duration>"
    yield f"<base_url>{text(schedule.home)}</base_url>"
    yield f"<url>{text(schedule.home)}</url>"
    yield f"<time_zone_name>{text(schedule.edition.time_zone)}</time_zone_name>"
    for section in schedule.sections:
        name, colour = text(schedule.track_names[section.pk]), COLOURS[SectionKind(section.kind)]
        yield f'<track name="{name}" slug="{track_slug(section)}" color="{colour}"/>'
    yield "</conference>"


def _event(schedule: Schedule, event: Event, room: str) -> str:
    track = text(schedule.track_names[event.section.pk]) if event.section else ""
    people = "".join(
        f'<person id="{person.id}" guid="{person.guid}">{text(person.name)}</person>'
        for person in event.people
    )
    links = "".join(f'<link href="{text(url)}">{text(words)}</link>' for url, words in event.links)
    files = "".join(
        f'<attachment href="{text(url)}">{text(name)}</attachment>' for url, name in event.attachments
    )
    # Nobody agreed to be recorded, so nobody is.
    return f"""<event id="{event.id}" guid="{event.guid}" code="{event.code}">
<room>{room}</room>
<title>{text(event.title)}</title>
<subtitle>{text(event.subtitle)}</subtitle>
<type>{event.kind}</type>
<date>{event.starts.isoformat()}</date>
<start>{event.starts:%H:%M}</start>
<duration>{clock(event.ends - event.starts)}</duration>
<abstract>{text(event.abstract)}</abstract>
<slug>{event.slug}</slug>
<track>{track}</track>
<persons>{people}</persons>
<language>{event.language}</language>
<description></description>
<recording><license></license><optout>true</optout></recording>
<links>{links}</links>
<attachments>{files}</attachments>
<url>{text(event.url)}</url>
</event>"""
