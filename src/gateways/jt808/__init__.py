"""JT/T 808-2011, 2013 and 2019: the road-transport terminal's protocol, pure bytes in and values out.

Read top to bottom: `framing` (flags, escapes, check byte, streaming), `header`, `fields` (the parts bodies are made
of), `items` and `location` (0x0200), `areas`, `parameters`, `messages` (the table of all bodies), `codec` (one frame
whole), `split` (long messages in parts), `batch` (many locations at once). No input, output, clock or Django here.
"""
