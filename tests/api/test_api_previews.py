"""What administrators see and hear of a draft: the slip and the call it would make."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.running import Client, RefusedCall, RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("previews") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def admin(server: RunningServer) -> Client:
    return server.user("quan-tri", "admin")


def slip(admin: Client, **params: Any) -> Image.Image:
    png = base64.b64decode(admin.call("slip.preview", **params)["png"])
    return Image.open(io.BytesIO(png))


def test_the_slip_of_a_draft_is_drawn_and_nothing_changes(admin: Client) -> None:
    settings = admin.call("settings.get")
    office = settings["office"]
    now = slip(admin)
    assert (now.mode, now.width) == ("1", 576)
    assert slip(admin, dots=384).width == 384
    longer = slip(admin, area="office", value={**office, "name": "UBND xã " * 12})
    assert longer.height > now.height
    coded = {**office, "public_url": "https://xa.example.vn", "wifi": "UBND-xa"}
    assert slip(admin, area="office", value=coded).height > now.height
    assert admin.call("settings.get") == settings


def test_the_slip_of_a_procedure_has_its_papers(admin: Client) -> None:
    [first, *_] = admin.call("procedure.list", limit=1)
    assert slip(admin, procedure=first["code"]).height > slip(admin).height


def test_the_slip_is_drawn_in_both_languages(admin: Client) -> None:
    assert slip(admin, lang="en").tobytes() != slip(admin, lang="vi").tobytes()


def test_a_call_is_heard_in_the_words_of_a_draft(admin: Client) -> None:
    usual = admin.call("voice.preview")["voice"]
    call = {
        "number": {"vi": "Kính mời số {number}"},
        "counter": {"vi": "vào quầy {counter}"},
    }
    other = admin.call("voice.preview", area="call", value=call)["voice"]
    assert usual != other
    for address in (usual, other):
        status, sound = admin.get(address)
        assert (status, sound[:4]) == (200, b"RIFF")


@pytest.mark.parametrize("method", ["slip.preview", "voice.preview"])
def test_a_mistaken_draft_is_refused_at_its_field(admin: Client, method: str) -> None:
    with pytest.raises(RefusedCall, match="invalid_settings") as refused:
        admin.call(method, area="call", value={"number": {"vi": "Mời số"}})
    data = refused.value.error["data"]
    assert data["problems"][0]["at"].startswith("call.number")


def test_only_administrators_see_drafts(server: RunningServer) -> None:
    clerk = server.user("hoai", "clerk")
    for method in ("slip.preview", "voice.preview"):
        with pytest.raises(RefusedCall, match="forbidden"):
            clerk.call(method)
