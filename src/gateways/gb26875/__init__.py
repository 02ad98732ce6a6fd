"""GB/T 26875.3-2011: user information transmission devices and the monitoring centre, pure bytes in and values out.

Read top to bottom: `profile` (what makers do differently), `packet`, `framing` (streams), `tables` (what the numbers
mean), `parts` and `objects` (ADU types 1-91), `codec` (one packet whole). No input, output, clock or Django here.
"""
