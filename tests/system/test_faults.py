"""Every kind of failure in turn, under load: nothing is lost, doubled or out of order."""

from pathlib import Path

import pytest

from tests.support.stack import officers_of, running
from tests.system.faults import EmbeddedBus, Faults
from tests.system.flows import an_outcome_comes_back_to_the_petition
from tests.system.ordeal import endured


@pytest.mark.timeout(900)  # all kinds of failure on a machine that may be busy
def test_no_failure_loses_doubles_or_reorders_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # An installation of its own: what is counted afterwards is what officers did in it.
    with running(tmp_path) as stack, officers_of(stack) as officers:
        ordeal = endured(stack, EmbeddedBus(stack), officers, Faults.everything)

        with capsys.disabled():
            print(f"\nembedded bus, {ordeal.summary}")
        assert ordeal.wrongs == []
        an_outcome_comes_back_to_the_petition(officers)
