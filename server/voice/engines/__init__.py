"""The speech engines behind one small port; they live in the speech process.

`port` is what each of them can do. Which one a voice belongs to is seen by its name:
``recorded:FOLDER`` is the office's own recordings, a file ``….onnx`` is Piper's, and
every other name is one of the machine's engine (espeak-ng, SAPI5).
"""
