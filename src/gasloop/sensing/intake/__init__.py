"""The intake: batches off the bus into the event tables, committed before they are acknowledged."""
