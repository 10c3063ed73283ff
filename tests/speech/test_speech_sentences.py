"""Each page says in both languages what stands on it; a number says its whole slip."""

from typing import Any

import pytest
from msgspec.structs import replace

from assets.lang import manner, texts
from kiosk.catalog import Catalog
from kiosk.flow import State, aloud, step
from kiosk.flow import inputs as i
from kiosk.flow.browsing import OpenBrowse, OpenGroup
from kiosk.flow.comfort import ChangeText, OpenComfort
from kiosk.flow.posted import OpenPost
from kiosk.flow.priority import OpenPriority
from kiosk.flow.rating import (
    GiveScore,
    OpenRating,
    RatingTaken,
    SendRating,
    ToFaces,
    TouchReason,
    TypeNumber,
)
from kiosk.flow.returning import TicketFound
from kiosk.flow.scanning import Scanned
from kiosk.flow.state import Place, Screen
from kiosk.flow.wishes import Claim, Message, Right
from kiosk.scanning.codes import TicketCode
from kiosk.slips import job_of
from kiosk.speech import scanned, sentences, words
from kiosk.speech.sentences import PAGES
from server.protocol import messages as m
from server.protocol.hall import Counter
from tests.kiosk.kiosk_office import AT, closed_office, issued, office, procedures

COPY, POLICE = "2.000635", "1.004222"
LANGUAGES = ("vi", "en")
PHONES = {"public_url": "http://192.168.1.10:8800", "wifi": "UBND Thach Khe"}


CATALOG = Catalog(procedures())


def world(language: str = "vi", whole: m.Office | None = None) -> State:
    state = State(language=language, home_language=language)
    for news in (i.LineUp(), i.ProceduresKnown(CATALOG)):
        state = do(state, news)
    return do(state, i.OfficeKnown(whole or office(**PHONES)))


def do(state: State, *happened: Any) -> State:
    for one in happened:
        state, _ = step(state, one, 1.0)
    return state


def heard(state: State, rows: int = 0, topic: aloud.Topic | None = None) -> str:
    said = sentences.of(state, topic or aloud.Whole(), rows)
    assert all(one.text for one in said)
    return " ".join(one.text for one in said)


def has(state: State, text: str, rows: int = 0) -> bool:
    """Tell whether a written text is heard, as its page's language says it."""
    return words.spoken(text, state.language) in heard(state, rows)


def taken(language: str = "vi", **changes: Any) -> State:
    """A number for the copy of a birth record, with one paper ticked."""
    whole = changes.pop("whole", None)
    first = CATALOG.get(COPY).papers[0].id  # type: ignore[union-attr]
    answer = issued(procedures=[COPY], **changes)
    return do(
        world(language, whole),
        i.OpenProcedure(COPY),
        i.TickPaper(first),
        i.Take("key-00001", "ho-tich", COPY),
        i.TicketGiven("key-00001", answer),
    )


def at(screen: Screen, language: str) -> State:
    state = world(language)
    if screen in (Screen.TICKET, Screen.FAULT):
        state = taken(language)
        ended = i.SlipEnded(state.given.issued.ticket.id, False)  # type: ignore[union-attr]
        return state if screen is Screen.TICKET else do(state, ended)
    if screen is Screen.SCANNED:
        return presented("waiting", language)
    if screen in (Screen.BROWSE, Screen.GROUP):
        return browsing(language, screen)
    place = Place(screen, service="ho-tich", procedure=COPY)
    return replace(state, path=(*state.path, place))


def presented(
    kind: Any, language: str = "vi", whole: m.Office | None = None, **changes: Any
) -> State:
    """The page of a ticket that was scanned, which stands so."""
    ticket = replace(issued().ticket, state=kind, **changes)
    place = m.Followed(ticket=ticket, ahead=3, wait=m.Wait(low=300, high=900))
    return do(
        world(language, whole),
        Scanned("key-00004", TicketCode(87, "s" * 22)),
        TicketFound("key-00004", place),
    )


def browsing(language: str, screen: Screen, kind: str = "event") -> State:
    state = do(world(language), OpenBrowse(kind))
    if screen is Screen.BROWSE:
        return state
    catalog = state.hall.catalog
    groups = catalog.events if kind == "event" else catalog.fields
    return do(state, OpenGroup(kind, groups[0].id))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", Screen)
def test_every_page_says_something(screen: Screen, language: str) -> None:
    said = sentences.of(at(screen, language), aloud.Whole())
    assert said
    assert language in {one.language for one in said}


def test_every_page_has_sentences_of_its_own() -> None:
    assert set(PAGES) == set(Screen)


def overs(state: State) -> dict[str, State]:
    asking = do(state, i.OpenProcedure(COPY), i.Take("key-00001", "ho-tich", COPY))
    code = do(replace(state, path=(*state.path, Place(Screen.APPOINTMENT))))
    return {
        "pending.title": asking,
        "help.calling": do(state, i.CallStaff("key-00002")),
        "appointment.checking": do(
            code, i.TypeCode("407152"), i.CheckIn("key-00003")
        ),
        "scan.looking": do(state, Scanned("key-00004", TicketCode(87, "s" * 22))),
        "priority.asking": replace(state, right=Right(claim=Claim("key-5", "a", 1.0))),
        "countdown.title": replace(state, counting=1.0),
        "comfort.title": do(state, OpenComfort()),
        "message.away": replace(state, message=Message("message.away")),
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_lies_over_a_page_is_read_instead_of_it(language: str) -> None:
    written = texts("kiosk", language)
    for key, state in overs(world(language)).items():
        assert has(state, written(key)), key
        assert not has(state, written("home.question"))
        assert len(sentences.of(state, aloud.Whole())) < 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_read(language: str) -> None:
    written = texts("kiosk", language)
    keys = [k for k in written if k.split(".")[0] in ("message", "scan", "aloud")]
    keys += [k for k in written if k.startswith("appointment.") and "{" not in k]
    for key in keys:
        if "{" not in written.entries[key]:
            shown = replace(world(language), message=Message(key))
            assert has(shown, written(key)), key
    dated = replace(world(language), message=Message("appointment.early", at=AT))
    assert has(dated, manner.short_date(m_day(), language))
    told = {"vi": "Đã hết số.", "en": "All numbers are given."}
    shown = replace(world(language), message=Message("", told))
    assert has(shown, told[language])


def m_day() -> Any:
    from server.protocol.times import moment

    return moment(AT).date()


# Home, lists, a procedure


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_names_each_service_with_its_line(language: str) -> None:
    state = world(language)
    for service in state.hall.services:
        assert has(state, service.name[language])
    assert has(state, "10–25 phút" if language == "vi" else "10–25 minutes")
    assert has(state, texts("kiosk", language)("home.staff"))
    assert has(do(state, i.LineDown()), texts("kiosk", language)("home.away"))
    assert has(State(language=language), texts("kiosk", language)("home.starting"))
    booked = world(language, office(appointments=True))
    assert has(booked, texts("kiosk", language)("home.booked"))


def test_only_what_has_room_is_named_and_how_many_follow() -> None:
    state = world()
    first, last = state.hall.services[0], state.hall.services[-1]
    assert has(state, first.name["vi"], rows=5)
    assert not has(state, last.name["vi"], rows=5)
    assert has(state, "Còn 1 việc nữa", rows=5)
    turned = do(state, i.TurnTo(1))
    assert has(turned, last.name["vi"], rows=5)
    assert not has(turned, first.name["vi"], rows=5)
    lone = world(whole=office(services=[office().services[0]]))
    assert has(lone, "Giữa màn hình có một việc.")


def test_a_service_names_its_procedures_in_the_pages_own_numbers() -> None:
    state = do(world(), i.OpenService("ho-tich"))
    found = state.hall.catalog.of_service("ho-tich")
    assert has(state, found[0].short["vi"], rows=5)
    assert not has(state, found[5].short["vi"], rows=5)
    assert has(do(state, i.TurnTo(1)), f"Việc số 6: {found[5].short['vi']}", rows=5)
    assert has(state, "chưa xác nhận")
    nothing = replace(state, hall=replace(state.hall, catalog=Catalog()))
    assert has(nothing, texts("kiosk", "vi")("service.nothing"))
    one = replace(state, hall=replace(state.hall, catalog=Catalog(found[:1])))
    assert has(one, "Có một thủ tục.")
    gone = replace(state, path=(*state.path[:-1], Place(Screen.SERVICE)))
    assert has(gone, texts("kiosk", "vi")("service.nothing"))


def test_a_list_promises_only_what_the_office_has_confirmed() -> None:
    whole = [
        replace(p, confirmed=p.code == COPY)
        for p in procedures()
        if p.service == "ho-tich"
    ]
    state = do(world(), i.OpenService("ho-tich"))
    state = replace(state, hall=replace(state.hall, catalog=Catalog(whole)))
    said = heard(state)
    assert said.count("Lệ phí:") == 1
    assert "Lệ phí: tám nghìn đồng một bản." in said
    assert said.count("Trả kết quả:") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_procedure_says_its_papers_with_their_ticks(language: str) -> None:
    state = do(world(language), i.OpenProcedure(COPY))
    one = state.hall.catalog.get(COPY)
    assert one is not None
    t = texts("aloud", language)
    assert heard(state).count(words.spoken(t("paper.unticked"), language)) == 3
    paper = one.papers[0]
    state = do(state, i.TickPaper(paper.id))
    for each in one.papers:
        assert has(state, each.name[language])
    assert heard(state).count(words.spoken(t("paper.unticked"), language)) == 2
    assert has(state, one.fee[language])
    assert has(state, one.time[language])
    assert has(state, t("list.unconfirmed"))
    tick = heard(state, topic=aloud.Tick(paper.id))
    assert tick == words.spoken(t("paper.have", name=paper.name[language]), language)
    back = heard(do(state, i.TickPaper(paper.id)), topic=aloud.Tick(paper.id))
    assert back == words.spoken(t("paper.not", name=paper.name[language]), language)
    assert sentences.of(state, aloud.Tick("none")) == []
    assert sentences.of(world(language), aloud.Tick(paper.id)) == []


def test_a_procedure_says_where_it_is_received() -> None:
    assert has(
        do(world(), i.OpenProcedure(POLICE)), texts("kiosk", "vi")("elsewhere.police")
    )
    shut = do(world(whole=closed_office()), i.OpenProcedure(COPY))
    assert has(shut, "Ngoài giờ làm việc.")
    bare = [
        replace(p, service=None, papers=[]) for p in procedures()
    ]  # fmt: skip
    state = world()
    state = replace(state, hall=replace(state.hall, catalog=Catalog(bare)))
    state = do(state, i.OpenProcedure(COPY))
    assert has(state, texts("kiosk", "vi")("procedure.not_here"))
    assert has(state, texts("kiosk", "vi")("procedure.no_papers"))
    gone = replace(state, hall=replace(state.hall, catalog=Catalog()))
    assert has(gone, texts("kiosk", "vi")("foot.back"))


@pytest.mark.parametrize("kind", ["event", "field"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_events_and_fields_are_named(language: str, kind: str) -> None:
    state = browsing(language, Screen.BROWSE, kind)
    catalog = state.hall.catalog
    groups = catalog.events if kind == "event" else catalog.fields
    for one in groups:
        assert has(state, " ".join((one.name.get(language) or one.name["vi"]).split()))
    assert not has(state, groups[-1].name.get(language) or groups[-1].name["vi"], 2)
    first = browsing(language, Screen.GROUP, kind)
    for found in catalog.of_group(kind, groups[0].id):
        assert has(first, found.short[language])
    other = {"event": "field", "field": "event"}[kind]
    assert has(state, texts("kiosk", language)(f"browse.{other}"))
    lost = replace(first, hall=replace(first.hall, catalog=Catalog()))
    assert has(lost, texts("kiosk", language)("foot.back"))
    for screen in (Screen.BROWSE, Screen.GROUP):
        bare = replace(state, path=(*state.path[:-1], Place(screen)))
        assert has(bare, texts("kiosk", language)("foot.back"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withdrawn_procedure_says_what_it_is_done_by_now(language: str) -> None:
    old, new = procedures()[2:4]
    t, say = texts("kiosk", language), texts("aloud", language)
    led = {"status": "withdrawn", "successor": new.code, "updated": "2026-11-22"}
    gone = replace(old, **led)
    state = do(world(language), i.ProceduresKnown(Catalog([gone, new])))
    state = do(state, i.OpenProcedure(old.code))
    assert has(state, t("change.replaced_since", date="22/11/2026"))
    name = " ".join(new.short[language].split())
    assert has(state, say("button.touch", button=name))
    assert not has(state, say("button.take", button=t("procedure.take")))
    alone = replace(state, hall=replace(state.hall, catalog=Catalog([gone])))
    assert has(alone, t("change.by_code", code=new.code))
    assert not has(alone, say("button.touch", button=name))
    bare = replace(gone, successor=None, updated="")
    ended = replace(state, hall=replace(state.hall, catalog=Catalog([bare])))
    assert has(ended, t("change.no_more"))


def test_a_search_that_finds_nothing_offers_the_number_of_who_can_tell() -> None:
    state = do(world(), i.OpenSearch(), i.Type("tàu vũ trụ"))
    t = texts("kiosk", "vi")
    assert has(state, t("search.none_ask"))
    assert has(state, texts("aloud", "vi")("button.touch", button=t("search.ask")))
    shut = do(world(whole=closed_office()), i.OpenSearch(), i.Type("tàu vũ trụ"))
    assert has(shut, t("search.none_help"))


def test_a_matter_of_others_says_whose_it_is() -> None:
    state = do(world(), i.OpenProcedure("TN-LY-LICH"))
    one = state.hall.catalog.get("TN-LY-LICH")
    assert one is not None
    assert one.where is not None
    where = texts("kiosk", "vi")("elsewhere.elsewhere", where=one.where["vi"])
    assert has(state, where)


def test_a_procedure_says_that_it_is_new_or_has_changed() -> None:
    state = do(world(), i.OpenProcedure(COPY))
    one = state.hall.catalog.get(COPY)
    assert one is not None
    for status, updated in (
        ("new", "2026-11-22"),
        ("changed", "hôm qua"),
    ):
        other = replace(one, status=status, updated=updated)
        marked = replace(state, hall=replace(state.hall, catalog=Catalog([other])))
        assert has(marked, texts("aloud", "vi")(f"status.{status}"))
        assert has(marked, "Cập nhật ngày 22/11/2026.") is (status != "changed")
    assert not has(state, "Cập nhật")


def test_a_confirmed_procedure_is_not_doubted() -> None:
    state = do(world(), i.OpenProcedure(COPY))
    one = state.hall.catalog.get(COPY)
    assert one is not None
    sure = Catalog([replace(one, confirmed=True)])
    confirmed = replace(state, hall=replace(state.hall, catalog=sure))
    assert has(state, texts("aloud", "vi")("list.unconfirmed"))
    assert not has(confirmed, texts("aloud", "vi")("list.unconfirmed"))
    gone = replace(state, hall=replace(state.hall, catalog=Catalog()))
    details = replace(gone, path=(*gone.path, Place(Screen.DETAILS, procedure=COPY)))
    assert heard(details) == heard(gone)


def test_the_details_say_all_that_is_known() -> None:
    state = do(world(), i.OpenProcedure(COPY), i.OpenDetails())
    one = state.hall.catalog.get(COPY)
    assert one is not None
    for text in (one.name["vi"], one.details, *one.steps, *one.legal, *one.forms):
        assert has(state, text)
    assert has(state, "22/11/2026")
    for changed, shown in (
        ({"updated": "hôm qua"}, one.source),
        ({"source": ""}, "22/11/2026"),
    ):
        other = replace(one, **changed)
        moved = replace(state, hall=replace(state.hall, catalog=Catalog([other])))
        assert has(moved, shown)


def test_an_english_page_says_vietnamese_words_in_vietnamese() -> None:
    state = do(world("en"), i.OpenProcedure(COPY), i.OpenDetails())
    said = {one.text: one.language for one in sentences.of(state, aloud.Whole())}
    assert said["Lấy số, chờ gọi đến quầy."] == "vi"
    assert said["Steps"] == "en"


def test_a_search_says_what_it_finds_and_not_what_was_typed() -> None:
    state = do(world(), i.OpenSearch())
    assert has(state, texts("kiosk", "vi")("search.suggest"))
    state = do(state, i.Type("khai sinh"))
    assert has(state, "Đăng ký khai sinh")
    assert not has(state, texts("kiosk", "vi")("search.suggest"))
    typed = heard(state, topic=aloud.Typing("h"))
    assert typed.startswith("hát")
    assert "Đầu tiên là: Đăng ký khai sinh." in typed
    named = do(state, i.Type("Nguyễn Văn A"))
    assert "Nguyễn" not in heard(named) + heard(named, topic=aloud.Typing("A"))
    none = do(state, i.Type("xyzxyz"))
    assert has(none, texts("kiosk", "vi")("search.none"))
    assert texts("kiosk", "vi")("search.none") in heard(none, topic=aloud.Typing("A"))
    empty = heard(do(none, i.Type("")), topic=aloud.Typing(""))
    assert empty == "Đã xóa. Chưa gõ chữ nào."


@pytest.mark.parametrize("screen", [Screen.PIN, Screen.UPKEEP])
def test_the_staffs_pages_say_nothing_but_whose_they_are(screen: Screen) -> None:
    said = heard(at(screen, "vi"))
    assert said == "Dành cho cán bộ Chạm nút Trang chủ."


def test_notices_and_rules_are_read_whole() -> None:
    index = do(world(), i.OpenPages())
    assert len(index.hall.posts) == 5
    for post in index.hall.posts.values():
        assert has(index, post.title["vi"])
        state = do(index, OpenPost(post.id))
        for heading, text in post.blocks:
            assert has(state, words.spoken(heading.get("vi", ""), "vi"))
            assert words.spoken(text["vi"], "vi") in heard(state)
    bare = office(notices=[], rules=[], pages=[])
    empty = do(world(whole=bare), i.OpenPages())
    assert has(empty, texts("kiosk", "vi")("pages.nothing"))
    nobody = replace(State(), path=(*State().path, Place(Screen.PAGES)))
    assert has(nobody, texts("kiosk", "vi")("pages.nothing"))


def test_an_appointments_code_is_counted_not_repeated() -> None:
    state = do(world(whole=office(appointments=True)), i.OpenAppointment())
    assert has(state, texts("kiosk", "vi")("appointment.hint"))
    state = do(state, i.TypeCode("407"))
    assert has(state, "Đã nhập 3 trên 6 chữ số.")
    assert heard(state, topic=aloud.Typing("7")).startswith("bảy Đã nhập ba")
    assert heard(state, topic=aloud.Typing("")).startswith("Đã xóa.")
    assert has(do(state, i.TypeCode("407152")), "Đã đủ 6 chữ số.")


# Closed


@pytest.mark.parametrize("language", LANGUAGES)
def test_closed_says_when_it_opens(language: str) -> None:
    state = world(language, closed_office())
    t = texts("kiosk", language)
    assert has(state, t("closed.title"))
    assert has(state, "07:30")
    assert has(state, "25/11/2026")
    assert has(state, manner.short_date(m_day().replace(day=24), language))
    assert has(state, t("closed.morning"))
    assert has(state, state.hall.services[0].name[language])


def test_closed_for_ever_and_round_the_clock_say_so() -> None:
    shut = closed_office()
    never = [replace(s, opens_at=None) for s in shut.services]
    state = world(whole=replace(shut, services=never))
    assert has(state, texts("kiosk", "vi")("closed.no_time"))
    hours = replace(shut.hours, always=True, holidays=[])
    state = world(whole=replace(shut, hours=hours))
    assert not has(state, texts("kiosk", "vi")("closed.morning"))
    far = m.Holiday(date="2026-09-02", name={"vi": "Quốc khánh"})
    hours = replace(shut.hours, holidays=[far])
    state = world(whole=replace(shut, hours=hours))
    assert not has(state, "Quốc khánh")
    unknown = replace(state, hall=replace(state.hall, office=None))
    assert has(unknown, texts("kiosk", "vi")("home.starting"))


# The number


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_says_everything_that_its_slip_says(language: str) -> None:
    """EN 301 549, 5.1.3.16."""
    state = taken(language)
    assert state.given is not None
    slip = job_of(state.hall, state.given).slip
    said = heard(state)
    spelt = words.number(slip.number, language)
    assert said.count(spelt) == 2
    assert slip.ahead is not None
    assert slip.wait is not None
    written = [
        slip.office, slip.unit, slip.title, slip.fee or "",
        manner.people(slip.ahead, language),
        manner.wait_range(*slip.wait, language),
        manner.clock(slip.issued_at),
        manner.short_date(slip.issued_at.date(), language),
        *(paper.name for paper in slip.papers),
    ]  # fmt: skip
    for text in written:
        as_said = [words.spoken(text, language), words.spoken(text, "vi")]
        assert any(one in said for one in as_said), text
    missing = [paper.name for paper in slip.papers if paper.ticked is False]
    assert missing
    lead = texts("aloud", language)("ticket.missing", papers="; ".join(missing))
    assert words.spoken(lead, language) in said
    assert slip.qr
    assert has(state, texts("aloud", language)("ticket.phone"))
    assert words.spelt(slip.wifi or "-") in said
    assert has(state, texts("aloud", language)("ticket.valid"))


def test_a_number_says_how_long_and_where() -> None:
    assert has(taken(ahead=0, wait=m.Wait(low=0, high=0)), "Mời ông/bà vào ngay.")
    assert has(taken(ahead=0), "Trước ông/bà không có ai.")
    assert has(taken(wait=None), texts("aloud", "vi")("ticket.no_counter"))
    counters = [
        Counter(
            id=f"q{n}",
            number=n,
            name={"vi": f"Quầy {n}", "en": f"Counter {n}"},
            state="open",
            clerk=None,
            services=services,
            ticket=None,
        )
        for n, services in ((1, ["ho-tich"]), (2, ["dat-dai"]), (3, ["ho-tich"]))
    ]
    state = taken(whole=office(counters=counters))
    assert has(state, "Việc này làm ở Quầy 1 và Quầy 3.")
    everywhere = [replace(c, services=[]) for c in counters]
    assert not has(taken(whole=office(counters=everywhere)), "Việc này làm ở")


def test_a_number_of_the_kiosks_own_says_so_and_promises_no_wait() -> None:
    state = do(
        world(),
        i.Take("key-00001", "ho-tich", COPY),
        i.TicketGiven("key-00001", issued("K001", id=-1)),
    )
    assert has(state, texts("kiosk", "vi")("own.spoken"))
    for_staff = texts("kiosk", "vi")("priority.own")
    assert not has(state, for_staff)
    whole = i.OfficeKnown(office(priorities=REASONS))
    assert has(do(state, whole), for_staff)
    assert not has(state, "Trước ông/bà")
    assert not has(state, texts("aloud", "vi")("ticket.no_counter"))


def test_what_is_set_is_said() -> None:
    state = do(world(), OpenComfort(), ChangeText())
    assert has(state, "Chữ to: đang bật.")
    assert has(state, "Tương phản cao: đang tắt.")


def test_a_number_says_that_it_is_preferred() -> None:
    state = taken()
    assert state.given is not None
    answer = state.given.issued
    ticket = replace(answer.ticket, priority=True)
    preferred = replace(answer, ticket=ticket)
    given = replace(state.given, issued=preferred)
    assert has(replace(state, given=given), texts("aloud", "vi")("ticket.priority"))
    assert not has(state, texts("aloud", "vi")("ticket.priority"))


def test_a_number_says_what_became_of_its_slip() -> None:
    state = taken()
    assert has(state, texts("aloud", "vi")("ticket.printing"))
    printed = do(state, i.SlipEnded(87, True))
    assert has(printed, texts("aloud", "vi")("ticket.printed"))
    failed = do(state, i.SlipEnded(87, False))
    assert has(failed, texts("kiosk", "vi")("fault.valid"))
    assert has(failed, texts("aloud", "vi")("ticket.phone_here"))
    none = do(state, i.SlipEnded(87, False, no_printer=True))
    assert has(none, texts("kiosk", "vi")("fault.no_printer"))
    away = replace(state, given=None)
    assert sentences.of(away, aloud.Whole()) == []
    assert sentences.of(replace(failed, given=None), aloud.Whole()) == []


def test_a_number_without_phones_or_a_procedure_says_less() -> None:
    state = do(
        world(whole=office()),
        i.Take("key-00001", "ho-tich"),
        i.TicketGiven("key-00001", issued()),
    )
    assert not has(state, texts("aloud", "vi")("ticket.phone"))
    assert has(state, "Việc: Khai sinh, kết hôn, khai tử.")
    assert "Giấy tờ cần mang" not in heard(state)
    alone = world(whole=office(public_url="http://a"))
    alone = do(
        alone,
        i.Take("key-00001", "ho-tich"),
        i.TicketGiven("key-00001", issued()),
    )
    assert has(alone, texts("aloud", "vi")("ticket.phone"))
    assert "oai phai" not in heard(alone)
    nobodys = replace(alone, hall=replace(alone.hall, office=None))
    assert "Việc:" not in heard(nobodys)


# Priority, and a ticket that was scanned


REASONS = [
    m.Priority(
        id="gia",
        name={"vi": "Người cao tuổi", "en": "Aged 60 or over"},
        proof="Căn cước",
        credit=1800,
    ),
    m.Priority(
        id="thai",
        name={"vi": "Phụ nữ mang thai", "en": "Pregnant woman"},
        proof="",
        credit=1800,
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reasons_for_priority_are_named(language: str) -> None:
    whole = office(priorities=REASONS)
    state = taken(language, whole=whole)
    t = texts("kiosk", language)
    assert has(state, t("priority.button"))
    state = do(state, OpenPriority())
    assert state.screen is Screen.PRIORITY
    assert has(state, t("priority.title"))
    assert has(state, REASONS[1].name[language])
    assert has(state, "Căn cước") is (language == "vi")
    assert not has(state, REASONS[1].name[language], rows=1)
    assert not has(state, t("priority.scan"))


def test_a_card_is_offered_where_it_can_be_scanned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scanned, "ages_of", lambda _: [("gia", 60)])
    state = do(taken(whole=office(priorities=REASONS)), OpenPriority())
    able = replace(state, hall=replace(state.hall, scanner=True))
    assert has(able, texts("kiosk", "vi")("priority.scan"))
    assert not has(state, texts("kiosk", "vi")("priority.scan"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_scanned_ticket_says_where_it_stands(language: str) -> None:
    t, say = texts("kiosk", language), texts("aloud", language)
    waiting = presented("waiting", language)
    assert has(waiting, t("scan.waiting"))
    assert words.number("B018", language) in heard(waiting)
    assert has(waiting, "5–15 phút" if language == "vi" else "5–15 minutes")
    assert has(waiting, t("ticket.done"))
    back = replace(waiting.presented, back=True)  # type: ignore[type-var]
    assert has(replace(waiting, presented=back), t("scan.back"))
    missed = presented("no_show", language)
    assert has(missed, t("scan.missed_how"))
    assert has(missed, say("button.touch", button=t("scan.come_back")))
    assert has(presented("held", language), t("scan.held"))
    assert has(presented("called", language), t("scan.called_short"))
    assert has(presented("waiting", language, priority=True), say("ticket.priority"))
    offered = presented("waiting", language, office(priorities=REASONS))
    assert has(offered, t("priority.button"))


def test_a_scanned_ticket_says_which_counter_called_it() -> None:
    counter = Counter(
        id="q2",
        number=2,
        name={"vi": "Quầy 2"},
        state="open",
        clerk=None,
        services=[],
        ticket=None,
    )
    whole = office(counters=[counter])
    called = presented("called", whole=whole, counter="q2")
    assert has(called, "Đã đến lượt ông/bà, mời đến Quầy 2.")
    assert has(presented("serving", whole=whole, counter="q9"), "đang được phục vụ.")
    nobodys = replace(called, hall=replace(called.hall, office=None))
    assert has(nobodys, texts("kiosk", "vi")("scan.called_short"))
    unknown = replace(called, presented=None)
    assert sentences.of(unknown, aloud.Whole()) == []


# Rating


SLOW = m.Reason(id="cham", name={"vi": "Phải chờ lâu", "en": "A long wait"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rating_is_said_from_the_number_to_the_thanks(language: str) -> None:
    t, say = texts("kiosk", language), texts("aloud", language)
    state = do(world(language, office(rating_reasons=[SLOW])), OpenRating())
    assert has(state, t("rating.which"))
    assert not has(state, say("button.touch", button=t("rating.next")))
    state = do(state, TypeNumber("B018"))
    typed = heard(state, topic=aloud.Typing("8"))
    assert typed.startswith(words.letter("8", language))
    assert has(state, say("button.touch", button=t("rating.next")))
    assert heard(do(state, TypeNumber("")), topic=aloud.Typing("")) == (
        words.spoken(say("search.erased"), language)
    )
    state = do(state, ToFaces())
    assert words.number("B018", language) in heard(state)
    for score in (4, 3, 2, 1):
        assert has(state, t(f"rating.score_{score}"))
    state = do(state, GiveScore("key-00009", 1))
    assert has(state, t("rating.why"))
    assert has(state, SLOW.name[language])
    assert has(state, say("paper.unticked"))
    ticked = do(state, TouchReason("cham"))
    assert has(ticked, say("paper.ticked"))
    said = heard(ticked, topic=aloud.Tick("cham"))
    assert said == words.spoken(say("paper.have", name=SLOW.name[language]), language)
    assert words.spoken(SLOW.name[language], language) in heard(
        state, topic=aloud.Tick("cham")
    )
    assert sentences.of(state, aloud.Tick("none")) == []
    assert (
        sentences.of(
            replace(state, hall=replace(state.hall, office=None)), aloud.Tick("cham")
        )
        == []
    )
    asked = do(state, SendRating("key-00010"))
    assert has(asked, t("rating.sending"))
    assert has(do(asked, RatingTaken("key-00010")), t("rating.thanks"))


def test_a_number_for_what_needs_nothing_names_no_papers() -> None:
    state = taken()
    one = state.hall.catalog.get(COPY)
    assert one is not None
    bare = Catalog([replace(one, papers=[], fee={})])
    said = heard(replace(state, hall=replace(state.hall, catalog=bare)))
    for word in ("Giấy tờ", "còn thiếu", "Lệ phí"):
        assert word not in said


def test_volume_and_focus_are_said() -> None:
    state = world()
    assert heard(state, topic=aloud.Loudness()) == "Âm lượng ba trên năm."
    assert heard(state, topic=aloud.Name("Lấy số")) == "Lấy số"


def test_a_page_without_sentences_of_its_own_says_its_title(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(PAGES, Screen.HELP)
    assert has(at(Screen.HELP, "vi"), texts("kiosk", "vi")("help.title"))
    monkeypatch.delitem(PAGES, Screen.HOME)
    assert has(world(), texts("kiosk", "vi")("foot.back"))
