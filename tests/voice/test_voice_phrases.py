import pytest

from assets.lang import texts
from server.voice.phrases import counter_part, number_part
from server.voice.settings import VoiceSettings


def test_the_call_is_the_sentence_of_the_hall() -> None:
    plain = VoiceSettings()
    vi = texts("voice", "vi").entries
    first = number_part(vi["say.number"], "A015", "vi", plain)
    last = counter_part(vi["say.counter"], 2, "vi", plain)
    assert f"{first} {last}" == ("Mời công dân có số a không một năm đến quầy số hai")
    en = texts("voice", "en").entries
    assert number_part(en["say.number"], "A015", "en", plain) == (
        "Ticket A, zero one five"
    )
    assert counter_part(en["say.counter"], 2, "en", plain) == (
        "please go to counter two"
    )


def test_the_settings_choose_reading_and_words() -> None:
    south = VoiceSettings(reading="number", words="south")
    assert number_part("{number}", "B105", "vi", south) == "bê một trăm lẻ năm"
    assert counter_part("{counter}", 101, "vi", south) == "một trăm lẻ một"


def test_each_language_has_its_own_voice() -> None:
    chosen = VoiceSettings(voice="vi-vn-x-central", voice_en="en-us")
    assert chosen.voice_for("vi") == "vi-vn-x-central"
    assert chosen.voice_for("en") == "en-us"
    assert chosen.voice_for("fr") == "fr"


@pytest.mark.parametrize("rate", [0.49, 1.51, 0.0, -1.0])
def test_refuses_a_rate_nobody_can_follow(rate: float) -> None:
    with pytest.raises(ValueError, match="rate must be from"):
        VoiceSettings(rate=rate)
