"""The reference edition says what its sources say, invents nothing about real people, and has a real size."""

from __future__ import annotations

from collections import Counter

from .conftest import Folder, cell_list, moment

ORIGINAL_SPEAKERS = {
    "ding-xuexiang", "yuan-jiajun", "yin-hejun", "zhang-guangjun", "zhang-anjiang", "blade-nzimande",
    "laksana-tri-handoko", "enkh-amgalan-luvsantseren", "carsten-fink", "konstantin-novoselov", "wang-xiqin",
    "jakab-istvan", "mustafa-b-shehu",
}  # fmt: skip
# People in office in November 2023, and other well-known ones whom a generated name must not hit.
IN_OFFICE = {
    "王志刚", "怀进鹏", "侯建国", "李晓红", "万钢", "胡衡华", "黄强", "王晓晖", "郑备", "习近平", "李强",
    "Zheng Bei", "Xi Jinping", "Akmal Saidov", "Bakhtiyor Saidov", "Amadou Ba", "Elchin Guliyev",
    "Georgi Dimitrov", "Cheikh Diop", "Leila Trabelsi", "Ahmed Al-Jabri", "林俊杰", "马天宇", "李明哲",
}  # fmt: skip


def of_party(brst: Folder, domestic: bool) -> list[str]:
    people = brst.by_key("people")
    coming = [row for row in brst.rows("participations") if row["state"] in ("", "accepted")]
    return [row["person"] for row in coming if (people[row["person"]]["party"] == "CN") == domestic]


def test_dates_place_and_theme_are_those_of_the_sources(brst: Folder) -> None:
    edition = brst.edition["edition"]
    assert (edition["start"], edition["end"]) == ("2023-11-06", "2023-11-07")
    assert (edition["time_zone"], edition["country"]) == ("Asia/Shanghai", "CN")
    assert edition["theme"] == {
        "en": "Together for Innovation, Development for All",
        "zh": "共建创新之路，同促合作发展",
        "ar": "معًا من أجل الابتكار والتنمية للجميع",
    }
    assert brst.edition["venues"][0]["name"]["zh"] == "重庆悦来国际会议中心"


def test_hosts_have_their_roles(brst: Folder) -> None:
    assert Counter(row["role"] for row in brst.rows("hosts")) == {"co_sponsor": 6, "supporter": 1}


def test_five_sections_hold_the_ten_main_activities(brst: Folder) -> None:
    assert [row["number"] for row in brst.rows("sections")] == ["1", "2", "3", "4", "5"]
    sections = {row["number"]: row["section"] for row in brst.rows("activities") if row["number"]}
    assert [sections[str(n)] for n in range(1, 11)] == [
        "opening", "ministers", *["themed"] * 5, *["roundtables"] * 3,
    ]  # fmt: skip
    assert brst.by_key("activities")["exhibition"]["section"] == "results"


def test_sourced_activities_have_the_names_of_the_sources(brst: Folder) -> None:
    activities = brst.by_key("activities")
    assert activities["future-medicine"]["title:zh"] == "未来医学创新合作论坛"
    assert activities["cooperation-zone"]["title:zh"] == "“一带一路”科技创新合作区启动仪式"
    assert activities["open-science"]["title:en"] == "Open Science Roundtable"
    assert [k for k, row in activities.items() if row["provenance"] == "generated"] == [
        "consultations", "liaison-briefing",
    ]  # fmt: skip


def test_real_people_are_the_named_speakers_and_nobody_else(brst: Folder) -> None:
    sourced = {row["key"] for row in brst.rows("people") if row["provenance"] == "sourced"}
    assert sourced == ORIGINAL_SPEAKERS


def test_real_people_only_do_what_is_sourced(brst: Folder) -> None:
    roles = [row for row in brst.rows("people_roles") if row["person"] in ORIGINAL_SPEAKERS]
    assert {row["provenance"] for row in roles} == {"sourced"}
    contributions = brst.by_key("contributions")
    assert {contributions[row["contribution"]]["provenance"] for row in roles} == {"sourced"}
    done = {row["contribution"]: row["person"] for row in roles}
    assert done == {
        "opening-letter": "yuan-jiajun",
        "opening-ding": "ding-xuexiang",
        "opening-jakab": "jakab-istvan",
        "opening-nzimande": "blade-nzimande",
        "opening-handoko": "laksana-tri-handoko",
        "opening-enkh-amgalan": "enkh-amgalan-luvsantseren",
        "opening-fink": "carsten-fink",
        "opening-novoselov": "konstantin-novoselov",
        "opening-wang-xiqin": "wang-xiqin",
        "opening-shehu": "mustafa-b-shehu",
        "ministers-yin": "yin-hejun",
        "student-shehu": "mustafa-b-shehu",
        "close-report": "zhang-anjiang",
        "close-conference": "zhang-guangjun",
    }


def test_real_people_have_no_travel_languages_delegation_or_rank(brst: Folder) -> None:
    rows = [row for row in brst.rows("participations") if row["person"] in ORIGINAL_SPEAKERS]
    assert len(rows) == len(ORIGINAL_SPEAKERS)
    for row in rows:
        assert row["provenance"] == "sourced"
        assert [row[c] for c in ("delegation", "state", "arrives", "departs", "languages")] == [""] * 5
    sourced = [row for row in brst.rows("contributions") if row["provenance"] == "sourced"]
    assert {row["rank"] for row in sourced} == {""}
    assert {row["preferred_periods"] for row in sourced} == {""}


def test_the_sender_of_the_letter_and_the_briefing_speaker_take_no_part(brst: Folder) -> None:
    names = {name for row in brst.rows("people") for name in (row["name"], row["latin_name"], row["name:zh"])}
    assert names & IN_OFFICE == set()
    letter = brst.by_key("contributions")["opening-letter"]
    assert "Xi Jinping" in letter["title:en"]


def test_generated_people_have_reserved_addresses_or_none(brst: Folder) -> None:
    addresses = {row["email"]: row for row in brst.rows("people") if row["email"]}
    assert all(address.endswith("@example.org") for address in addresses)
    assert {row["provenance"] for row in addresses.values()} == {"generated"}
    secretary = addresses["secretariat@example.org"]["key"]
    assert [r["role"] for r in brst.rows("participations") if r["person"] == secretary] == ["secretariat"]


def test_minors_are_kept_to_the_least(brst: Folder) -> None:
    people = brst.by_key("people")
    minors = [row for row in brst.rows("participations") if row["role"] == "minor"]
    assert len(minors) >= 40
    for row in minors:
        person = people[row["person"]]
        assert [person[c] for c in ("position:en", "organisation", "email", "honorific")] == [""] * 4
        assert (row["arrives"], row["departs"]) == ("", "")


def test_size_is_that_of_the_conference(brst: Folder) -> None:
    assert len(brst.rows("parties")) >= 70
    assert len(of_party(brst, domestic=False)) >= 300
    assert len(of_party(brst, domestic=True)) >= 500
    assert len(brst.rows("contributions")) >= 150
    roles = {row["role"] for row in brst.rows("participations")}
    assert roles == {
        "head_of_delegation", "delegate", "speaker", "laureate", "guest", "domestic_guest", "organiser",
        "interpreter", "exhibitor", "press", "liaison_officer", "minor", "secretariat",
    }  # fmt: skip


def test_parties_include_those_that_the_sources_name(brst: Folder) -> None:
    parties = brst.by_key("parties", "code")
    for code in (
        "OM",
        "KH",
        "KZ",
        "MM",
        "MN",
        "TH",
        "ID",
        "ZA",
        "AM",
        "CU",
        "CL",
        "HU",
        "WIPO",
        "WFEO",
        "ANSO",
    ):
        assert parties[code]["provenance"] == "sourced", code
    assert {row["kind"] for row in parties.values()} == {"country", "region", "international_organisation"}


def test_ministers_meeting_has_24_generated_representatives(brst: Folder) -> None:
    people = brst.by_key("people")
    meeting = [
        people[row["person"]]
        for row in brst.rows("people_roles")
        if row["activity"] == "ministers-meeting" and row["role"] == "must_attend"
    ]
    assert len(meeting) == 24
    assert {row["provenance"] for row in meeting} == {"generated"}
    assert all(row["position:en"].startswith("Representative of ") for row in meeting)
    named = {"OM", "KH", "KZ", "MM", "MN", "TH", "ID", "ZA", "AM", "CU", "CL"}
    assert named <= {row["party"] for row in meeting}


def test_several_heads_of_the_meeting_also_speak_elsewhere(brst: Folder) -> None:
    roles = brst.rows("people_roles")
    heads = {row["person"] for row in roles if row["role"] == "must_attend" and row["activity"]}
    assert len(heads & {row["person"] for row in roles if row["role"] == "speaker"}) >= 10


def test_at_most_a_fifth_is_fixed(brst: Folder) -> None:
    fixed_activities = {row["key"] for row in brst.rows("activities") if row["fixed"]}
    rows = brst.rows("contributions")
    fixed = [
        row for row in rows
        if row["fixed_period"] or row["fixed_start"] or row["activity"] in fixed_activities
    ]  # fmt: skip
    assert len(fixed) <= len(rows) / 5


def test_titles_are_distinct_in_every_language(brst: Folder) -> None:
    generated = [row for row in brst.rows("contributions") if row["provenance"] == "generated"]
    for column in ("title:en", "title:zh", "title:ar"):
        assert len({row[column] for row in generated}) == len(generated)


def test_every_activity_has_somebody_in_charge(brst: Folder) -> None:
    in_charge = {
        row["activity"] for row in brst.rows("people_roles") if row["role"] in ("chair", "organiser")
    }
    assert in_charge >= {row["key"] for row in brst.rows("activities")}


def test_arrivals_and_departures_are_spread(brst: Folder) -> None:
    coming = [row for row in brst.rows("participations") if row["arrives"]]
    arrivals = Counter(row["arrives"][:10] for row in coming)
    assert arrivals["2023-11-04"] + arrivals["2023-11-05"] > len(coming) * 0.7
    assert arrivals["2023-11-06"] > 20
    leaving_early = [row for row in coming if "2023-11-07" <= row["departs"] < "2023-11-07 14:00"]
    assert len(leaving_early) > 20


def test_rooms_are_used_but_not_full(brst: Folder) -> None:
    """Minutes asked for, against the minutes of the rooms in the periods that are open to the forums."""
    periods = brst.by_key("periods")
    minutes = {
        key: (moment(row["end"]) - moment(row["start"])).seconds // 60 for key, row in periods.items()
    }  # fmt: skip
    forums = {row["key"]: row for row in brst.rows("activities") if "d2-2" in cell_list(row, "periods")}
    forums.pop("exhibition")
    asked = sum(int(row["minutes"]) for row in brst.rows("contributions") if row["activity"] in forums)
    asked += sum(int(row["minutes"] or 0) for row in forums.values())
    open_periods = {key for row in forums.values() for key in cell_list(row, "periods")}
    there = sum(
        minutes[period]
        for room in brst.rows("rooms")
        if room["key"] != "exhibition-hall"
        for period in open_periods - set(cell_list(room, "closed"))
    )
    there -= sum(minutes[period] for period in ("d1-3", "d1-4"))  # the ministers' hall
    assert 0.6 <= asked / there <= 0.85


def test_readme_counts_what_is_generated(brst: Folder) -> None:
    readme = (brst.path / "README.md").read_text(encoding="utf-8")
    people = Counter(row["provenance"] for row in brst.rows("people"))
    contributions = Counter(row["provenance"] for row in brst.rows("contributions"))
    delegations = [row for row in brst.rows("participations") if row["role"] == "head_of_delegation"]
    assert f"- {people['generated']} people: delegations of {len(delegations)} countries" in readme
    assert f"the {people['sourced']} people of `people.csv`" in readme
    assert f"- {contributions['generated']} talks, pitches, workshops and reports" in readme
