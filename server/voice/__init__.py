"""The voice: numbers and phrases -> speech in a child process -> cached WAV.

`settings`, `phrases` and `clips` are PURE. `child` is the one process that knows the
speech `engines`; `renderer` keeps it alive; `cast` says who speaks what, `recorded`
what the office has recorded itself; `speech.Voice` is what the server uses, and
`office` makes it.
"""
