"""The month's table for the demonstration town a hundred times over, filled set-based: how long counting takes.

The rivals are the same numbers asked for one by one, as lists count them. `--scale 1` is the whole ×100.
"""

import argparse
import os
import statistics
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

import django

from benchmarks.measuring import last_line
from gasloop.kernel.actor import Actor
from gasloop.project.runtime.engines_for_tests import ensure

if TYPE_CHECKING:
    from gasloop.oversight.month.table import MonthTable

UNITS, VISITS, HAZARDS, REFERRALS = 300, 1_500, 1_100, 60
TIMES = 100
GOAL_S = 2.0
FILL = """
INSERT INTO registry_site (id, received_at, territory, line, owner_office_id, voided_why, number, name, kind, address,
    gas_source, attributes, state, closed_why, request_digest)
SELECT uuid_in(md5('s' || n)::cstring), now() - interval '400 days',
    v.paths[1 + n %% array_length(v.paths, 1)], 'catering',
    v.offices[1 + n %% array_length(v.offices, 1)], '', 'BENCH' || n, '示例' || n, 'restaurant', '示例街' || n,
    'lpg_cylinder', '{}', 'open', '', '\\x00'
FROM generate_series(1, %(sites)s) n, (SELECT %(paths)s::text[] AS paths, %(offices)s::uuid[] AS offices) v;

INSERT INTO inspection_visit (id, received_at, territory, line, voided_why, number, site_id, result,
    visited_at, visited_by, inspectors, note, photos, inspector_signature, inspector_unsigned, site_person,
    site_signature, site_unsigned,
    hazards_found, content_digest)
SELECT uuid_in(md5('v' || n)::cstring), now(), s.territory, 'catering', '', 'BENCHV' || n, s.id,
    CASE WHEN n %% 10 = 0 THEN 'nobody' ELSE 'checked' END, now() - (n %% 365) * interval '1 day', %(visitor)s,
    '{}', '', '{}', '', '', '', '', '', 0, '\\x00'
FROM generate_series(1, %(visits)s) n
JOIN registry_site s ON s.id = uuid_in(md5('s' || (1 + n %% %(sites)s))::cstring);

INSERT INTO hazard_hazard (id, received_at, territory, line, owner_office_id, voided_why, number, site_id, rule_id,
    clause_refs, severity, description, measured, source_kind, source_id, found_at, found_by, state, due_at,
    due_sentence, provisional, control_measure, answerable_person, rectified_at, closed_at,
    supervision_level, cause, drawn, merged_from)
SELECT uuid_in(md5('h' || n)::cstring), now(), s.territory, 'catering', s.owner_office_id, '', 'BENCHH' || n, s.id,
    %(rule)s,
    '{"二(四)2"}', CASE WHEN n %% 20 = 0 THEN 'major' ELSE 'general' END, '示例', '', 'visit', s.id, at,
    %(visitor)s,
    CASE WHEN n %% 8 = 0 THEN 'ordered' ELSE 'closed' END, at + interval '5 days', '', false, '', '',
    CASE WHEN n %% 8 = 0 THEN NULL ELSE at + interval '3 days' END,
    CASE WHEN n %% 8 = 0 THEN NULL ELSE at + interval '5 days' END,
    0, '', false, ''
FROM generate_series(1, %(hazards)s) n
JOIN registry_site s ON s.id = uuid_in(md5('s' || (1 + n %% %(sites)s))::cstring)
CROSS JOIN LATERAL (SELECT now() - (n %% 365) * interval '1 day' AS at) a;

INSERT INTO referral_referral (id, received_at, territory, line, owner_office_id, voided_why, number, hazard_id,
    to_office_id, kind, clause_ref, reason, taken, by_system, state, sent_at, sent_by, sent_by_name, answer_due_at,
    receipt_by,
    receipt_files, reminders, outcome, answer, answer_files, withdrawn_why)
SELECT uuid_in(md5('r' || n)::cstring), now(), h.territory, 'catering', h.owner_office_id, '', 'BENCHR' || n, h.id,
    %(receiver)s, 'hand_over', '', '示例', '', false, 'sent', now() - (n %% 365) * interval '1 day', %(visitor)s,
    '示例', now() + interval '10 days', '', '{}', 0, '', '', '{}', ''
FROM generate_series(1, %(referrals)s) n
JOIN hazard_hazard h ON h.id = uuid_in(md5('h' || n)::cstring);
"""


def main() -> None:
    """Fill a database of its own, count, and take it away again."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=float, default=1)
    scale = parser.parse_args().scale
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gasloop.project.settings")
    os.environ["GASLOOP_DB_POOL"] = "0"
    if "DATABASE_URL" not in os.environ:
        os.environ.update(ensure())
    django.setup()
    measure(scale)


def measure(scale: float) -> None:
    """Everything that needs Django."""
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = f"bench_month_{uuid.uuid4().hex[:8]}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        rows = fill(scale)
        ours, rival = _timed()
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    last_line(
        name="month_table",
        ours=round(ours, 3),
        limit=None,
        rival=round(rival, 3),
        ratio=round(rival / ours, 1),
        unit="s (median of 5, all figures by office and by village)",
        goal=GOAL_S,
        met=ours < GOAL_S,
        rival_is="the figures of the same lines asked one by one, as each list counts itself",
        rows=rows,
        load=f"×{TIMES * scale:g} of {UNITS} units, load average {os.getloadavg()[0]:.1f}",
    )


def fill(scale: float) -> dict[str, int]:
    """The rows, set-based; how many of each kind."""
    from django.db import connection
    from tests.cast import build_cast
    from tests.stories import load_packs, load_plan

    from gasloop.access.models import Office, Territory
    from gasloop.rulebook.models import Rule

    cast = build_cast()
    load_packs()
    load_plan()
    times = TIMES * scale
    rows = {
        "sites": int(UNITS * times),
        "visits": int(VISITS * times),
        "hazards": int(HAZARDS * times),
        "referrals": int(REFERRALS * times),
    }
    given: dict[str, object] = {
        **rows,
        "paths": list(Territory.objects.filter(kind__in=("village", "community")).values_list("path", flat=True)),
        "offices": list(Office.objects.filter(level="town").values_list("pk", flat=True)),
        "visitor": cast.officer.account.pk,
        "receiver": cast.offices["区消防救援支队"].pk,
        "rule": Rule.objects.order_by("code").values_list("pk", flat=True)[0],
    }
    with connection.cursor() as cursor:
        cursor.execute(FILL, given)
        cursor.execute("ANALYZE")
    return rows


def _timed() -> tuple[float, float]:
    from gasloop.access.actors import actor_of
    from gasloop.access.models import Account
    from gasloop.oversight.month.spans import Month
    from gasloop.oversight.month.table import month_table

    leader = actor_of(Account.objects.get(username="leader"))
    month = Month.now().previous
    month_table(leader, month)
    ours = statistics.median(_seconds(lambda: month_table(leader, month)) for _ in range(5))
    table = month_table(leader, month)
    return ours, _seconds(lambda: _one_by_one(leader, table))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _one_by_one(actor: Actor, table: "MonthTable") -> None:
    """What a page does that asks each list for its count: the same numbers, and they must be the same."""
    from django.http import QueryDict

    from gasloop.oversight.month.listings import LISTINGS
    from gasloop.shell.listing import Ledger

    by_path = {listing.url("oversight"): listing for listing in LISTINGS.values()}
    for line in (table.total, *table.offices, *table.places):
        for cell in line.cells:
            for number in filter(None, (cell.number, cell.whole)):
                address, _, query = number.url.partition("?")
                assert Ledger(by_path[address], actor, QueryDict(query)).matching().count() == number.value, number.url


if __name__ == "__main__":
    main()
