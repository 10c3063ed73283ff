from __future__ import annotations

import pytest

from server import gate as gates
from server.gate import Gate


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(clock: Clock) -> Gate:
    return Gate(
        names={"localhost", "127.0.0.1", "::1", "kiosk.local"},
        origins={"https://portal.example"},
        proxies={"10.0.0.9"},
        rate=10,
        burst=20,
        connections=2,
        clock=clock,
    )


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost:8800", True),
        ("LocalHost", True),
        ("127.0.0.1:8800", True),
        ("[::1]:8800", True),
        ("kiosk.local", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("", False),
        (None, False),
    ],
)
def test_only_known_names_are_served(gate: Gate, host: str, known: bool) -> None:
    assert gate.host_known(host) is known


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        (None, "localhost:8800", True),
        ("http://localhost:8800", "localhost:8800", True),
        ("https://portal.example", "localhost:8800", True),
        ("http://localhost:9999", "localhost:8800", False),
        ("http://evil.example", "localhost:8800", False),
        ("http://evil.example", "evil.example", False),
        ("ftp://localhost:8800", "localhost:8800", False),
        ("null", "localhost:8800", False),
        ("http://[bad", "localhost:8800", False),
        ("http://localhost:8800", None, False),
    ],
)
def test_a_foreign_page_may_not_call(
    gate: Gate, origin: str, host: str, allowed: bool
) -> None:
    assert gate.origin_allowed(origin, host) is allowed


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4", "10.0.0.1"),
        ("10.0.0.9", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.9", None, "10.0.0.9"),
        ("::ffff:10.0.0.1", None, "10.0.0.1"),
        ("2001:db8::1234", None, "2001:db8::/64"),
        ("fe80::1%eth0", None, "fe80::/64"),
        ("10.0.0.9", "nonsense", "nonsense"),
    ],
)
def test_the_callers_address(
    gate: Gate, peer: str, forwarded: str, address: str
) -> None:
    assert gate.address(peer, forwarded) == address


def test_a_flood_waits_and_leaves_others_unhurt(gate: Gate, clock: Clock) -> None:
    assert [gate.admit("a") for _ in range(20)] == [0.0] * 20
    assert gate.admit("a") == pytest.approx(0.1)
    assert gate.admit("b") == 0.0
    clock.now = 1.0
    assert [gate.admit("a") for _ in range(10)] == [0.0] * 10
    assert gate.admit("a") > 0


def test_who_has_a_token_has_wider_limits(gate: Gate) -> None:
    assert all(gate.admit("device:k", known=True) == 0 for _ in range(2000))


def test_addresses_are_forgotten_before_they_fill_the_memory(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "MOST_ADDRESSES", 10)
    for n in range(50):
        gate.admit(f"10.0.0.{n}")
    assert len(gate._buckets) == 10


def test_connections_of_one_caller_are_counted(gate: Gate) -> None:
    assert [gate.enter("a") for _ in range(3)] == [True, True, False]
    assert gate.enter("device:k", known=True)
    gate.leave("a")
    assert gate.enter("a")
    gate.leave("a")
    gate.leave("a")
    gate.leave("a")
    assert gate._open == {"device:k": 1}


def test_the_names_may_change(gate: Gate) -> None:
    gate.set_names({"10.0.0.7"})
    assert gate.host_known("10.0.0.7:8800")
    assert not gate.host_known("localhost")
