"""Every kind of failure in turn, under load: nothing is lost, doubled or out of order."""

import pytest

from deploy.embedded.stack import Stack
from tests.support.stack import Officers
from tests.system.faults import EmbeddedBus, Faults
from tests.system.flows import an_outcome_comes_back_to_the_petition
from tests.system.ordeal import endured


@pytest.mark.timeout(900)  # all kinds of failure on a machine that may be busy
def test_no_failure_loses_doubles_or_reorders_anything(
    stack: Stack, officers: Officers, capsys: pytest.CaptureFixture[str]
) -> None:
    ordeal = endured(stack, EmbeddedBus(stack), officers, Faults.everything)

    with capsys.disabled():
        print(f"\nembedded bus, {ordeal.summary}")
    assert ordeal.wrongs == []
    an_outcome_comes_back_to_the_petition(officers)
