"""The own copy, the slips' contents, and a kiosk whose server is away."""

from pathlib import Path

from assets.paper.page import Paper
from kiosk.catalog import Catalog
from kiosk.flow.state import Hall
from kiosk.flow.wishes import Given, Wish
from kiosk.slips import job_again, job_of, phone_address
from kiosk.start import data_folder
from kiosk.store import Store
from server.protocol.messages import Bundle, Print
from server.protocol.messages import Slip as Order
from tests.kiosk.glass import kiosk
from tests.kiosk.kiosk_office import issued, office, procedures

COPY = "2.000635"


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "folder")
    assert store.office() is None
    assert store.bundle() is None
    bundle = Bundle(version="v1", procedures=procedures())
    store.keep_office(office())
    store.keep_bundle(bundle)
    assert store.office() == office()
    assert store.bundle() == bundle


def test_a_damaged_copy_is_of_no_use_and_does_no_harm(tmp_path: Path) -> None:
    for broken in (b"", b"{", b'{"jsonrpc":"2.0","id":0,"result":{"name":1}}', b"\xff"):
        (tmp_path / "office.json").write_bytes(broken)
        assert Store(tmp_path).office() is None


def test_the_slip_says_what_is_missing_and_where_to_look() -> None:
    whole = office(public_url="http://192.168.1.10:8800/", wifi="UBND")
    hall = Hall(office=whole, catalog=Catalog(procedures()))
    papers = hall.catalog.get(COPY).papers  # type: ignore[union-attr]
    wish = Wish("ho-tich", COPY, (papers[1].id,), "vi")
    slip = job_of(hall, Given(issued(), wish)).slip
    assert slip.papers[:2] == (
        Paper(papers[0].name["vi"], True),
        Paper(papers[1].name["vi"], False),
    )
    assert slip.qr == "http://192.168.1.10:8800/t/87#" + "s" * 22
    assert (slip.wait, slip.ahead, slip.fee) == ((300, 900), 3, "8.000 đồng/bản")
    unasked = Wish("ho-tich", COPY, (), "vi")
    assert {p.ticked for p in job_of(hall, Given(issued(), unasked)).slip.papers} == {
        None
    }
    other = job_of(hall, Given(issued(wait=None), Wish("ho-tich", None, (), "en"))).slip
    assert (other.papers, other.fee, other.wait) == ((), None, None)
    assert other.title == "Birth, marriage,\ndeath"
    assert phone_address(office(), issued()) is None


def test_an_order_to_print_again_is_the_same_slip_marked() -> None:
    hall = Hall(office=office(), catalog=Catalog(procedures()))
    one = issued(procedures=[COPY])
    order = Order(
        id="order-1", ticket=one.ticket, ahead=2, wait=None, secret="x", missing=[]
    )
    job = job_again(hall, Print(ticket=87, slip=order))
    assert (job.ticket, job.slip.number, job.slip.reprint) == (87, "B018", True)


def test_the_folder_belongs_to_the_user(monkeypatch, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert data_folder() == tmp_path / "motcua" / "kiosk"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert data_folder() == tmp_path / "local" / "motcua" / "kiosk"


async def test_staff_order_a_second_slip_once(tmp_path: Path) -> None:
    from tests.kiosk.glass import Slips

    printer = Slips()
    async with kiosk(tmp_path, printer=printer) as k:
        [report, *_] = await k.pilot.until(lambda: k.server.calls("device.report"))
        assert report.state["picture"] == "1080x1920"
        ticket = issued().ticket
        slip = Order(
            id="order-1", ticket=ticket, ahead=0, wait=None, secret="x", missing=[]
        )
        await k.server.tell("print", Print(ticket=87, slip=slip))
        await k.server.tell("print", Print(ticket=87, slip=slip))
        await k.pilot.until(lambda: k.server.calls("ticket.printed"))
        await k.pilot.frames(3)
        assert len(printer.slips) == 1
        # The printer's state is news for the staff.
        await k.pilot.until(
            lambda: k.server.calls("device.report")[-1].state["printer"] == "ok"
        )


async def test_reading_goes_on_while_the_server_is_away(tmp_path: Path) -> None:
    from kiosk.app import KioskApp
    from kiosk.desk import Desk
    from kiosk.printing.spool import Spool
    from tests.kiosk.glass import Slips
    from tests.pilot import running

    store = Store(tmp_path)
    store.keep_office(office())
    store.keep_bundle(Bundle(version="v1", procedures=procedures()))
    spool = Spool(tmp_path, Slips())
    desk = Desk("http://127.0.0.1:9", "token", spool, store)
    async with running(KioskApp(desk)) as pilot:
        await pilot.until_text("Đang chờ kết nối")
        await pilot.tap(text="Khai sinh, kết hôn, khai tử")
        await pilot.until_text("Đăng ký khai sinh")
        await pilot.tap(text="Lấy số")
        await pilot.until_text("Máy đang chờ kết nối")
    spool.close()
