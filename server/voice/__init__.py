"""The voice: numbers and phrases -> speech in a child process -> cached WAV.

`settings` and `phrases` are PURE. `child` is the one process and the one module
that knows the speech engine; `renderer` keeps it alive; `speech.Voice` is what
the server uses.
"""
