"""The tables of what can follow what, spelt out once more: a change of the law must be made twice."""

from __future__ import annotations

import pytest

from confhub import workflow

FLOOR = """
          None      received  queued    on_air    answered  written   declined  merged    withdrawn
ask       received  -         -         -         -         -         -         -         -
queue     -         queued    -         queued    -         -         -         -         -
edit      -         received  queued    on_air    -         -         -         -         -
move      -         -         queued    -         -         -         -         -         -
route     -         queued    queued    on_air    -         -         -         -         -
recall    -         -         queued    on_air    -         -         -         -         -
accept    -         -         queued    on_air    -         written   -         -         -
return    -         -         queued    on_air    -         written   -         -         -
ready     -         -         queued    -         -         -         -         -         -
air       -         -         on_air    -         -         -         -         -         -
gist      -         -         -         on_air    answered  -         -         -         -
park      -         -         queued    queued    -         -         -         -         -
answer    -         -         -         answered  -         -         -         -         -
defer     -         written   written   written   -         written   -         -         -
draft     -         -         -         -         -         written   -         -         -
submit    -         -         -         -         -         written   -         -         -
send_back -         -         -         -         -         written   -         -         -
clear     -         -         -         -         -         written   -         -         -
publish   -         -         -         -         -         written   -         -         -
decline   -         declined  declined  declined  -         -         -         -         -
merge     -         merged    merged    -         -         -         -         -         -
withdraw  -         withdrawn withdrawn -         -         -         -         -         -
reopen    -         -         -         -         queued    queued    queued    queued    -
claim     -         received  queued    on_air    -         -         -         -         -
release   -         received  queued    on_air    -         -         -         -         -
label     -         received  queued    on_air    answered  written   declined  merged    withdrawn
note      -         received  queued    on_air    answered  written   declined  merged    withdrawn
clarify   -         received  queued    -         -         -         -         -         -
reply     -         received  queued    on_air    -         -         -         -         -
group     -         queued    queued    -         -         -         -         -         -
ungroup   -         -         queued    -         -         -         -         -         -
deputise  -         -         queued    on_air    -         -         -         -         -
"""

ROUTE = """
          None      routed    accepted  ready     answering answered  returned  recalled
route     routed    -         -         -         -         -         routed    routed
accept    -         accepted  -         -         -         -         -         -
ready     -         -         ready     -         -         -         -         -
return    -         returned  returned  returned  -         -         -         -
recall    -         recalled  recalled  recalled  recalled  -         -         -
deputise  -         routed    -         -         -         -         -         -
air       -         answering answering answering -         -         -         -
queue     -         -         -         -         ready     -         -         -
park      -         -         -         -         ready     -         -         -
answer    -         recalled  recalled  recalled  answered  -         -         -
defer     -         -         -         accepted  accepted  -         -         -
publish   -         answered  answered  -         -         -         -         -
decline   -         recalled  recalled  recalled  recalled  -         -         -
merge     -         recalled  recalled  recalled  recalled  -         -         -
withdraw  -         recalled  recalled  recalled  recalled  -         -         -
reopen    -         -         -         -         -         accepted  -         -
"""

WRITTEN = """
          None      drafting  submitted cleared   published cancelled
defer     drafting  drafting  drafting  -         -         drafting
draft     -         drafting  -         -         -         -
submit    -         submitted -         -         -         -
send_back -         -         drafting  -         -         -
clear     -         -         cleared   -         -         -
publish   -         -         -         published -         -
reopen    -         cancelled cancelled cancelled -         -
"""

BRIEFING = """
             None      draft     open      live      paused    closed    published
create       draft     -         -         -         -         -         -
update       -         draft     open      live      paused    -         -
open         -         open      -         -         -         -         -
open_intake  -         -         open      live      paused    -         -
close_intake -         -         open      live      paused    -         -
start        -         -         live      -         -         -         -
pause        -         -         -         paused    -         -         -
resume       -         -         -         -         live      -         -
close        -         -         closed    closed    closed    -         -
publish      -         -         -         -         -         published -
"""

# While a briefing is …, a question may take the verb.
DURING = """
          draft     open      live      paused    closed    published
queue     -         yes       yes       yes       -         -
edit      -         yes       yes       yes       -         -
move      -         yes       yes       yes       -         -
route     -         yes       yes       yes       -         -
recall    -         yes       yes       yes       -         -
accept    -         yes       yes       yes       yes       yes
return    -         yes       yes       yes       yes       yes
ready     -         yes       yes       yes       -         -
air       -         -         yes       -         -         -
gist      -         -         yes       yes       yes       -
park      -         yes       yes       yes       -         -
answer    -         yes       yes       yes       -         -
defer     -         yes       yes       yes       yes       yes
draft     -         yes       yes       yes       yes       yes
submit    -         yes       yes       yes       yes       yes
send_back -         yes       yes       yes       yes       yes
clear     -         yes       yes       yes       yes       yes
publish   -         yes       yes       yes       yes       yes
decline   -         yes       yes       yes       -         -
merge     -         yes       yes       yes       -         -
withdraw  -         yes       yes       yes       -         -
reopen    -         yes       yes       yes       -         -
claim     -         yes       yes       yes       -         -
release   -         yes       yes       yes       -         -
clarify   -         yes       yes       yes       -         -
reply     -         yes       yes       yes       -         -
group     -         yes       yes       yes       -         -
ungroup   -         yes       yes       yes       -         -
deputise  -         yes       yes       yes       -         -
undo      -         yes       yes       yes       -         -
label     -         yes       yes       yes       yes       yes
note      -         yes       yes       yes       yes       yes
"""


def read(grid: str) -> dict[str, dict[str | None, str | None]]:
    """A grid as ``verb: {state before: what stands in the cell, or None}``."""
    head, *lines = [line.split() for line in grid.strip().splitlines()]
    states = [None if state == "None" else state for state in head]
    return {
        verb: dict(zip(states, [None if cell == "-" else cell for cell in cells], strict=True))
        for verb, *cells in lines
    }


@pytest.mark.parametrize(
    ("table", "grid", "states"),
    [
        (workflow.FLOOR, FLOOR, workflow.QUESTION_STATES),
        (workflow.ROUTE, ROUTE, workflow.ROUTE_STATES),
        (workflow.WRITTEN, WRITTEN, workflow.WRITTEN_STATES),
        (workflow.BRIEFING, BRIEFING, workflow.BRIEFING_STATES),
    ],
    ids=["floor", "route", "written", "briefing"],
)
def test_every_state_takes_the_verbs_that_are_written_here_and_no_others(table, grid, states):
    wanted = read(grid)
    assert set(table) == set(wanted)
    for verb, row in wanted.items():
        assert list(row) == [None, *states]
        assert {state: workflow.step(table, verb, state) for state in row} == row, verb


def test_a_verb_that_is_not_in_a_table_leads_nowhere():
    assert workflow.step(workflow.FLOOR, "burn", "queued") is None
    assert workflow.step(workflow.ROUTE, "ready", "burnt") is None


def test_a_briefing_allows_what_is_written_here_and_no_more():
    for verb, row in read(DURING).items():
        assert list(row) == list(workflow.BRIEFING_STATES)
        allowed = {state: "yes" if workflow.briefing_allows(verb, state) else None for state in row}
        assert allowed == row, verb


def test_each_verb_on_a_question_has_its_hours():
    assert set(read(DURING)) == {*workflow.FLOOR, "undo"} - {"ask"}


def test_every_disposition_can_be_undone_but_the_askers_own():
    dispositions = set(workflow.QUESTION_STATES) - workflow.UNDECIDED
    assert set(workflow.FLOOR["reopen"]) == dispositions - {"withdrawn"}


def test_open_routes_are_those_that_a_recall_ends():
    assert (
        set(workflow.ROUTE["recall"]) == workflow.OPEN_ROUTE == {"routed", "accepted", "ready", "answering"}
    )
