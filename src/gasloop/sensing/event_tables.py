"""The event tables of this room: readings and positions."""

import os

from gasloop.relay.event_tables import EventTable, event_table

# Positions of dangerous-goods vehicles have to be kept for half a year; seven months hold that on every day of a month.
LEAST_POSITION_MONTHS = 7

READINGS = event_table(
    EventTable(
        "sensing_reading",
        {
            "received_at": "timestamptz NOT NULL",
            "value": "double precision",
            "channel": "bigint NOT NULL",
            "state": "integer NOT NULL",
            "quantity": "smallint NOT NULL",
        },
        covered=("quantity", "channel", "value", "state"),
        keep_months=int(os.environ.get("GASLOOP_KEEP_READINGS_MONTHS", "24")),
    )
)
"""`channel`: the component behind a transmission device, 0 where there is one only. `state`: see `quantities.State`."""

POSITIONS = event_table(
    EventTable(
        "sensing_position",
        {
            "received_at": "timestamptz NOT NULL",
            "alarm": "bigint NOT NULL",
            "status": "bigint NOT NULL",
            "lat_e6": "integer NOT NULL",
            "lng_e6": "integer NOT NULL",
            "mileage_hm": "integer",
            "speed_dkmh": "integer NOT NULL",
            "direction_deg": "integer NOT NULL",
            "altitude_m": "integer NOT NULL",
            "flags": "smallint NOT NULL",
        },
        covered=("lat_e6", "lng_e6", "speed_dkmh", "direction_deg", "alarm", "flags"),
        keep_months=int(os.environ.get("GASLOOP_KEEP_POSITIONS_MONTHS", "12")),
        least_months=LEAST_POSITION_MONTHS,
    )
)
"""`alarm`, `status`: the words as sent. `flags`: 1 valid (WGS-84 on the globe), 2 the time is ours, 4 backfilled."""

MESSAGES = event_table(
    EventTable(
        "sensing_message",
        {
            "received_at": "timestamptz NOT NULL",
            "kind": "integer NOT NULL",
            "protocol": "text NOT NULL",
            "body": "bytea NOT NULL",
        },
        keep_months=int(os.environ.get("GASLOOP_KEEP_MESSAGES_MONTHS", "12")),
    )
)
"""What is neither: waybills, driver cards, passed-through data, configurations. `kind`: message id or ADU type.

It happened when it was received: the same body resent later stands twice, with one `event_id`.
"""
