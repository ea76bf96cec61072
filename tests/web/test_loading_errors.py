"""Everything that can be wrong with an edition folder is named with file, row, column, value and remedy."""

# ruff: noqa: E501 the expected messages stand as they are

from __future__ import annotations

from pathlib import Path

import pytest

from .folder import NEEDED, TABLES, changed, edition_with, errors, write_folder

pytestmark = pytest.mark.django_db

KEYS = "Write a key with small letters a-z, digits and hyphens only, at most 80."
ISO = "ISO 3166-1 has no such country."
NO_COUNTRY = "If it isn't a country, say so in the column “kind”."
SEPARATOR = (
    "The columns are separated by semicolons or tabs. Save the file as CSV with commas between the columns."
)
EMPTY = "The file is empty. Write the names of the columns into its first row, or delete the file."
RASTER = "This isn't on the raster of 5 minutes."
FIXED = "Correct the time or the minutes, or add a period."
ONE_SUBJECT = "Give exactly one of the two in each row."
DIGITS = "This isn't a whole number. Write digits only, without a unit or separators."
OF_EDITION = "Write a time from 2025-10-25 00:00 to 2025-10-27 00:00, or correct the edition's days."
TAG = "There is no such language tag."
HARVEST = "harvest,forums,La récolte,მოსავალი,,,,,,"


TABLE_ERRORS: dict[str, tuple[dict[str, str | bytes | None], list[str]]] = {
    "unknown country": (
        changed("parties", "FR,", "GQE,country,\nFR,"),
        [f"parties.csv, row 2, code: “GQE”: {ISO} Did you mean “GQ”? {NO_COUNTRY}"],
    ),
    "country by its name": (
        changed("parties", "FR,", "Armenia,country,\nFR,"),
        [f"parties.csv, row 2, code: “Armenia”: {ISO} Did you mean “AM”? {NO_COUNTRY}"],
    ),
    "party without a name": (
        changed("parties", "Union du sel", ""),
        ["parties.csv, row 4, name:fr: A party that isn't a country of ISO 3166-1 needs a name. "
         "Fill in its name in a column such as “name:en”."],
    ),
    "bad code of a party": (
        changed("parties", "SALT,", "Sel & Cie,"),
        ["parties.csv, row 4, code: “Sel & Cie”: This can't be the code of a party. Write the two letters of "
         "ISO 3166-1, or an acronym of 2 to 16 letters, digits and hyphens."],
    ),
    "unknown party": (
        changed("people", "GE,mine", "GEO,mine"),
        ["people.csv, row 2, party: “GEO”: parties.csv has no such key. Did you mean “GE”?"],
    ),
    "unknown organisation": (
        changed("people", "GE,mine", "GE,mines"),
        ["people.csv, row 2, organisation: “mines”: organisations.csv has no such key. Did you mean “mine”?"],
    ),
    "unknown person": (
        changed("participations", "zoe,", "zoey,"),
        ["participations.csv, row 4, person: “zoey”: people.csv has no such key. Did you mean “zoe”?"],
    ),
    "missing room": (
        changed("contributions", "large", "larg"),
        ["contributions.csv, row 2, fixed_room: “larg”: rooms.csv has no such key. Did you mean “large”?"],
    ),
    "missing room of a fixed cell": (
        changed("activities", "early@small", "early@cellar"),
        ["activities.csv, row 4, fixed: “cellar”: rooms.csv has no such key. "
         "Add it to rooms.csv, or correct it here."],
    ),
    "unknown period": (
        changed("contributions", "early", "earley"),
        ["contributions.csv, row 2, fixed_period: “earley”: periods.csv has no such key. "
         "Did you mean “early”?"],
    ),
    "contribution without activity": (
        changed("contributions", "wind,harvest", "wind,harvst"),
        ["contributions.csv, row 2, activity: “harvst”: activities.csv has no such key. "
         "Did you mean “harvest”?"],
    ),
    "blank activity": (
        changed("contributions", "wind,harvest", "wind,"),
        [f"contributions.csv, row 2, activity: {NEEDED}"],
    ),
    "unknown section": (
        changed("activities", "harvest,forums", "harvest,forum"),
        ["activities.csv, row 2, section: “forum”: sections.csv has no such key. Did you mean “forums”?"],
    ),
    "unknown source": (
        changed("people", "gazette", "gazete"),
        ["people.csv, row 2, sources: “gazete”: sources.csv has no such key. Did you mean “gazette”?"],
    ),
    "unknown venue": (
        changed("rooms", "marsh", "mars"),
        ["rooms.csv, row 2, venue: “mars”: edition.json has no such key. Did you mean “marsh”?"],
    ),
    "fixed cell without a room": (
        changed("activities", "early@small", "early"),
        ["activities.csv, row 4, fixed: “early”: An “@” is missing. Write “period@room” with their keys."],
    ),
    "more fixed cells than sessions": (
        changed("activities", ",2,yes,,early@small", ",1,yes,,early@small;early@large"),
        ["activities.csv, row 4, fixed: “early@small;early@large”: More cells are fixed than the activity has "
         "sessions. Raise the number of sessions to 2, or fix fewer cells."],
    ),
    "duplicate key": (
        changed("sections", "forums,1", "forums,1,Forums,themed\nforums,2"),
        ["sections.csv, row 3, key: “forums”: Row 2 has the same key. "
         "Delete one of the two, or give it a key of its own."],
    ),
    "duplicate person": (
        changed("people", "zoe,Zoé Martin,,,,FR,,zoe@example.org", "zoe,yves  LE GOFF,,,,FR,,"),
        ["people.csv, row 4, name: “yves  LE GOFF”: Row 3 has the same name and party. Delete one of the rows "
         "and use one key; if they are two people, give each an organisation or e-mail address of their own."],
    ),
    "address twice": (
        changed("people", "zoe@", "yves@"),
        ["people.csv, row 4, email: “yves@example.org”: Row 3 has the same address. "
         "Give each person an address of their own, or leave one blank."],
    ),
    "duplicate participation": (
        {"participations": TABLES["participations"] + "ana,head_of_delegation,GE,,,,\n"},
        ["participations.csv, row 5, person: “ana · head_of_delegation”: Row 2 says the same. "
         "Delete one of the two rows."],
    ),
    "duplicate role": (
        {"people_roles": TABLES["people_roles"] + "harvest,,yves,chair\n"},
        ["people_roles.csv, row 5, activity: “harvest · yves · chair”: Row 2 says the same. "
         "Delete one of the two rows."],
    ),
    "departure before arrival": (
        changed("participations", "2025-10-26 18:00", "2025-10-25 07:00"),
        ["participations.csv, row 2, departs: “2025-10-25 07:00”: The departure isn't after the arrival. "
         "Correct “arrives” or “departs”, which are local times of the host city."],
    ),
    "end before start": (
        changed("periods", "12:30", "10:30"),
        ["periods.csv, row 4, end: “2025-10-25 10:30”: The period ends before it starts, or at once. "
         "Write an end after 2025-10-25 11:00."],
    ),
    "period outside the edition": (
        changed("periods", "2025-10-25 11:00,2025-10-25 12:30", "2025-10-27 11:00,2025-10-27 12:30"),
        [f"periods.csv, row 4, start: “2025-10-27 11:00”: This is outside the days of the edition. {OF_EDITION}",
         f"periods.csv, row 4, end: “2025-10-27 12:30”: This is outside the days of the edition. {OF_EDITION}"],
    ),
    "overlapping periods": (
        changed("periods", "late,2025-10-25 11:00", "late,2025-10-25 10:55"),
        ["periods.csv, row 4, start: “2025-10-25 10:55”: The period overlaps with “coffee” (row 3). "
         "Periods and breaks come one after the other; correct start or end of one of them."],
    ),
    "period off the raster": (
        changed("periods", "12:30", "12:32"),
        [f"periods.csv, row 4, end: “2025-10-25 12:32”: {RASTER} Write a time that is a multiple of 5 minutes "
         "after midnight, or change edition.slot_minutes."],
    ),
    "minutes not positive": (
        changed("contributions", ",20,1", ",0,1"),
        ["contributions.csv, row 2, minutes: “0”: The number is out of range. Write a number from 1 to 32767."],
    ),
    "wrong type": (
        changed("contributions", ",20,1", ",20 min,1"),
        [f"contributions.csv, row 2, minutes: “20 min”: {DIGITS}"],
    ),
    "precedence circle": (
        changed("activities", HARVEST, HARVEST + "tasting"),
        ["activities.csv, row 2, after: “tasting”: These activities wait for each other: "
         "harvest → tasting → harvest. Take one of them out of “after”."],
    ),
    "activity after itself": (
        changed("activities", HARVEST, HARVEST + "harvest"),
        ["activities.csv, row 2, after: “harvest”: These activities wait for each other: harvest → harvest. "
         "Take one of them out of “after”."],
    ),
    "fixed time outside every period": (
        changed("contributions", "early,large,2025-10-25 09:00", ",large,2025-10-25 10:20"),
        ["contributions.csv, row 2, fixed_start: “2025-10-25 10:20”: The fixed time (2025-10-25 10:20–10:40) "
         f"isn't within any period. {FIXED}"],
    ),
    "fixed time outside its period": (
        changed("contributions", "early,large,2025-10-25 09:00", "early,large,2025-10-25 11:00"),
        ["contributions.csv, row 2, fixed_start: “2025-10-25 11:00”: The fixed time (2025-10-25 11:00–11:20) "
         f"isn't within period “early”. {FIXED}"],
    ),
    "fixed time off the raster": (
        changed("contributions", "2025-10-25 09:00", "2025-10-25 09:03"),
        [f"contributions.csv, row 2, fixed_start: “2025-10-25 09:03”: {RASTER} "
         "Write a time on the raster, or change edition.slot_minutes."],
    ),
    "fixed room without a time": (
        changed("contributions", "early,large,2025-10-25 09:00", ",large,"),
        ["contributions.csv, row 2, fixed_room: “large”: A fixed room needs a fixed period or start. "
         "Give fixed_period or fixed_start too, or name the room in “rooms” of the activity."],
    ),
    "role of somebody who doesn't participate": (
        changed("people_roles", "wind,ana", "wind,zoe") | changed("participations", "zoe,secretariat,,,,,\n", ""),
        ["people_roles.csv, row 3, person: “zoe”: This person doesn't take part in the edition. "
         "Add “zoe” to participations.csv, or correct the key."],
    ),
    "role in both": (
        changed("people_roles", "harvest,,yves", "harvest,sun,yves"),
        [f"people_roles.csv, row 2, activity: “harvest”: The row names an activity and a contribution. "
         f"{ONE_SUBJECT}"],
    ),
    "role in neither": (
        changed("people_roles", "harvest,,yves", ",,yves"),
        [f"people_roles.csv, row 2, activity: The row names neither an activity nor a contribution. "
         f"{ONE_SUBJECT}"],
    ),
    "role of the other kind": (
        changed("people_roles", "wind,ana,speaker", "wind,ana,chair"),
        ["people_roles.csv, row 3, role: “chair”: A contribution has no such role. "
         "Write one of: speaker, attendee."],
    ),
    "unknown role": (
        changed("people_roles", "wind,ana,speaker", "wind,ana,speeker"),
        ["people_roles.csv, row 3, role: “speeker”: This value isn't known here. Did you mean “speaker”?"],
    ),
    "minutes and contributions": (
        changed("activities", "La récolte,მოსავალი,,", "La récolte,მოსავალი,30,"),
        ["activities.csv, row 2, minutes: “30”: The activity has minutes of its own and contributions (2). "
         "Leave minutes blank, or take the contributions out of contributions.csv."],
    ),
    "language that the edition doesn't list": (
        {"sections": "key,number,name:fr,name:RU,kind\nforums,1,Forums,Форумы,themed\n"},
        ["sections.csv, row 1, name:RU: edition.json doesn't list this language. "
         "Add “ru” to edition.languages in edition.json, or delete the column."],
    ),
    "translated column without a language": (
        changed("sections", "name:fr", "name"),
        ["sections.csv, row 1, name: The table has no such column. Say in which language it is: “name:fr”."],
    ),
    "language of a column by its name": (
        changed("sections", "name:fr", "name:French"),
        ["sections.csv, row 1, name:French: edition.json doesn't list this language. Did you mean “name:fr”?"],
    ),
    "a title above the names of the columns": (
        changed("sections", "key,", "The parts of the programme,,,\nkey,"),
        ["sections.csv, row 1: “The parts of the programme”: This row doesn't name columns; row 2 does. "
         "Delete everything above the row with the names of the columns."],
    ),
    "other commas": (
        {"sections": "key，number，name:fr，kind\nforums，1，Forums，themed\n"},
        ["sections.csv, row 1: “key，number，name:fr，kind”: This row names no column of the table. Write the names of the "
         "columns into the first row, separated by commas: key, number, name:fr, kind, provenance, sources."],
    ),
    "country by its name where its code is wanted": (
        changed("people", "GE,mine", "Georgia,mine"),
        ["people.csv, row 2, party: “Georgia”: parties.csv has no such key. Did you mean “GE”?"],
    ),
    "list separated by commas": (
        changed("rooms", "20,late", '20,"early, late"'),
        ["rooms.csv, row 3, closed: “early, late”: This can't be a key. "
         "Separate the items of a list with semicolons."],
    ),
    "word for nothing": (
        changed("rooms", "Grande salle,80", "Grande salle,n/a"),
        ["rooms.csv, row 2, seats: “n/a”: This isn't a whole number. "
         "Leave the cell blank if there is nothing to give."],
    ),
    "key with accents": (
        changed("sections", "themed", "themed\nété-à-l'œuvre,2,L'été,"),
        [f"sections.csv, row 3, key: “été-à-l'œuvre”: This can't be a key. {KEYS} For example “ete-a-l-uvre”."],
    ),
    "role that can't be read, of somebody with a part": (
        changed("participations", "yves,speaker", "yves,orateur"),
        ["participations.csv, row 3, role: “orateur”: This value isn't known here. Did you mean “organiser”?"],
    ),
    "unknown column": (
        changed("sections", "kind", "kinds"),
        ["sections.csv, row 1, kinds: The table has no such column. Did you mean “kind”?"],
    ),
    "missing column": (
        {"hosts": "name:fr,role\nVille,host\n"},
        ["hosts.csv, row 1, key: A column is missing. Add the column “key” to the first row."],
    ),
    "column twice": (
        changed("sections", "kind", "Number"),
        ["sections.csv, row 1, Number: The column is given twice. Delete or rename one of the two."],
    ),
    "more cells than columns": (
        changed("sections", "themed", "themed,more"),
        ["sections.csv, row 2: “more”: The row has more cells than the first row has columns. "
         "Put texts that hold a comma between double quotes."],
    ),
    "blank where a text is needed": (
        changed("contributions", "Le vent", ""),
        [f"contributions.csv, row 2, title:fr: {NEEDED}"],
    ),
    "unknown kind": (
        changed("periods", "break", "pause"),
        ["periods.csv, row 3, kind: “pause”: This value isn't known here. Write one of: period, break."],
    ),
    "neither yes nor no": (
        changed("activities", ",2,yes", ",2,oui"),
        ["activities.csv, row 4, together: “oui”: This is neither yes nor no. Write “yes” or “no”."],
    ),
    "range the wrong way round": (
        changed("activities", ",2,yes", ",3-1,yes"),
        ["activities.csv, row 4, sessions: “3-1”: This is neither a number nor a range of numbers. "
         "Write “2”, or “1-3” with the smaller number first."],
    ),
    "key like a path": (
        changed("sections", "kind\nforums", "kind\n../../etc/passwd,1,X,themed\nforums"),
        [f"sections.csv, row 2, key: “../../etc/passwd”: This can't be a key. {KEYS} "
         "For example “etc-passwd”."],
    ),
    "formula": (
        changed("people", "Paludier", "=B2&C2"),
        ["people.csv, row 3, position:fr: “=B2&C2”: This is a formula, not its value. "
         "Copy the column and paste it as values."],
    ),
    "error of a spreadsheet": (
        changed("people", "Paludier", "#REF!"),
        ["people.csv, row 3, position:fr: “#REF!”: This is what a spreadsheet shows for an error. "
         "Put the value right in the spreadsheet and save the file again."],
    ),
    "NUL": (
        changed("people", "Paludier", "Palu\0dier"),
        ["people.csv, row 3, position:fr: “Palu�dier”: The text holds an unprintable character. "
         "Type the cell anew."],
    ),
    "semicolons": (
        {"sections": "key;number;name:fr;kind\nforums;1;Forums;themed\n"},
        [f"sections.csv, row 1: {SEPARATOR}"],
    ),
    "Excel's line for semicolons": (
        {"sections": "sep=;\nkey;number;name:fr;kind\nforums;1;Forums;themed\n"},
        [f"sections.csv, row 1: {SEPARATOR}"],
    ),
    "tabs": ({"sections": "key\tnumber\tname:fr\tkind\n"}, [f"sections.csv, row 1: {SEPARATOR}"]),
    "empty file": ({"sections": ""}, [f"sections.csv: {EMPTY}"]),
    "nothing but separators": ({"sections": " \n\n,,,\n"}, [f"sections.csv: {EMPTY}"]),
    "not UTF-8": (
        {"sections": "key,name:fr\nforums,Forums\nmer,Forums d'été\n".encode("cp1252")},
        ["sections.csv, row 3: The file isn't UTF-8. Save it again as “CSV UTF-8 (comma delimited)”."],
    ),
    "UTF-16": (
        {"sections": TABLES["sections"].encode("utf-16")},
        ["sections.csv: The file isn't UTF-8. Save it again as “CSV UTF-8 (comma delimited)”."],
    ),
    "quote that isn't closed": (
        changed("sections", "Forums", '"Forums'),
        ["sections.csv, row 2: From here on the file can't be read as CSV (unexpected end of data). "
         "Look for a double quote too many, or a missing one, in this row or above."],
    ),
    "bad address": (
        changed("people", "zoe@example.org", "zoe at example.org"),
        ["people.csv, row 4, email: “zoe at example.org”: This isn't an e-mail address. "
         "Write one address such as “name@example.org”."],
    ),
    "text too long": (
        changed("rooms", "Grande salle", "S" * 201),
        [f"rooms.csv, row 2, name:fr: “{'S' * 79}…”: The text has 201 characters. Shorten it to at most 200."],
    ),
    "time that comes twice": (
        changed("participations", "2025-10-26 18:00", "2025-10-26 02:30"),
        ["participations.csv, row 2, departs: “2025-10-26 02:30”: Clocks in Europe/Paris are put back then, so "
         "this time comes twice. Add the offset that is meant: “2025-10-26 02:30+02:00” or "
         "“2025-10-26 02:30+01:00”."],
    ),
    "time that doesn't exist": (
        changed("participations", "2025-10-25 08:00", "2025-03-30 02:30"),
        ["participations.csv, row 2, arrives: “2025-03-30 02:30”: Clocks in Europe/Paris are put forward then, "
         "so this time doesn't exist. Write a time after the change of clocks."],
    ),
    "day before month": (
        changed("participations", "2025-10-25 08:00", "25/10/2025 08:00"),
        ["participations.csv, row 2, arrives: “25/10/2025 08:00”: This isn't a day with a time. "
         "Write year, month, day, hour and minute as in “2023-11-06 09:00”."],
    ),
    "no such day": (
        changed("participations", "2025-10-25 08:00", "2025-02-30 08:00"),
        ["participations.csv, row 2, arrives: “2025-02-30 08:00”: There is no such day. "
         "Correct the year, month or day."],
    ),
    "24 o'clock": (
        changed("participations", "2025-10-26 18:00", "2025-10-26 24:00"),
        ["participations.csv, row 2, departs: “2025-10-26 24:00”: There is no such time. "
         "Hours go from 00 to 23; midnight is 00:00 of the next day."],
    ),
    "unknown language": (
        changed("participations", "ka;fr", "ka;Frenc"),
        [f"participations.csv, row 2, languages: “Frenc”: {TAG} Did you mean “fr”?"],
    ),
    "number that no database holds": (
        changed("rooms", "80", "99999999999"),
        ["rooms.csv, row 2, seats: “99999999999”: The number is out of range. "
         "Write a number from 0 to 2147483647."],
    ),
    "missing file that every edition needs": (
        {"periods": None, "contributions": None, "people_roles": None, "rooms": "key,name:fr\na,A\n",
         "activities": "key,title:fr,minutes\na,A,20\n"},
        ["periods.csv: The file is missing, and an edition needs it. Add it to the folder."],
    ),
    "missing file that others name": (
        {"people": None},
        ["people.csv: The file is missing, but participations.csv names its keys. Add it to the folder."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE_ERRORS)
def test_error_in_a_table_is_named_with_its_place_and_remedy(name: str, tmp_path: Path) -> None:
    tables, expected = TABLE_ERRORS[name]
    assert errors(write_folder(tmp_path, **tables)) == expected


def test_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert errors(tmp_path / "nowhere") == [
        f"{tmp_path / 'nowhere'}: There is no such folder. "
        "Give the folder that holds edition.json and the tables."
    ]


def test_folder_without_edition_json_is_refused(tmp_path: Path) -> None:
    (write_folder(tmp_path) / "edition.json").unlink()
    assert errors(tmp_path) == [
        "edition.json: The file is missing, and an edition needs it. Add it to the folder."
    ]


def test_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    with (write_folder(tmp_path) / "people.csv").open("r+b") as file:
        file.truncate(200_000_000)  # a hole on the disk, nothing is written
    assert errors(tmp_path) == [
        "people.csv: The file has 200 MB; at most 50 MB are read. "
        "Delete empty rows and columns, or look whether this is the right file."
    ]


def test_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (write_folder(tmp_path, hosts=None) / "hosts.csv").mkdir()
    assert errors(tmp_path) == ["hosts.csv: This isn't a file. Put a file in its place."]


def test_all_errors_of_all_files_come_at_once_in_order(tmp_path: Path) -> None:
    spoilt = (
        changed("parties", "GE,", "GQE,")
        | changed("rooms", "80", "many")
        | changed("contributions", "20", "-1")
    )
    found = errors(write_folder(tmp_path, edition_with("edition.ordinal", "second"), **spoilt))
    assert [line.split(": ")[0] for line in found] == [
        "edition.json, edition.ordinal",
        "parties.csv, row 3, code",
        "organisations.csv, row 3, party",
        "people.csv, row 2, party",
        "rooms.csv, row 2, seats",
        "participations.csv, row 2, delegation",
        "contributions.csv, row 2, minutes",
    ]
