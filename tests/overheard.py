"""``motcua`` whose server prints each sentence that its voice is to say."""

import sys
from typing import Any

from server.cli import main
from server.voice.renderer import Phrase, Renderer

if __name__ == "__main__":
    render = Renderer.render

    def overheard(self: Renderer, phrase: Phrase, *args: Any, **named: Any) -> Any:
        print("voice:", phrase.text, flush=True)
        return render(self, phrase, *args, **named)

    Renderer.render = overheard  # type: ignore[method-assign]
    sys.exit(main())
