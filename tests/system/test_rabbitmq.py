"""The same installation on RabbitMQ: the flows, and the failures of a broker that is a server."""

from collections.abc import Callable, Iterator

import pytest

from deploy.embedded.stack import Stack
from tests.support.events import eventually
from tests.support.servers import RabbitNode, require_rabbitmq
from tests.support.stack import Officers, officers_of, running
from tests.system.faults import Faults, Rabbit
from tests.system.flows import (
    a_failed_mediation_lets_the_review_go_on,
    an_outcome_comes_back_to_the_petition,
)
from tests.system.ordeal import endured

pytestmark = pytest.mark.timeout(900)  # kinds of failure on a machine that may be busy


@pytest.fixture(scope="module")
def rabbit() -> Iterator[Rabbit]:
    require_rabbitmq()
    with RabbitNode() as node:
        yield Rabbit(node)


@pytest.fixture(scope="module")
def stack_on_rabbitmq(rabbit: Rabbit, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("on-rabbitmq"), rabbit.node.url) as stack:
        yield stack


@pytest.fixture(scope="module")
def staff(stack_on_rabbitmq: Stack) -> Iterator[Officers]:
    with officers_of(stack_on_rabbitmq) as officers:
        yield officers


def fewer(faults: Faults) -> list[Callable[[], str]]:
    """Return each kind of failure once, without the database's, which knows no bus."""
    kinds = [faults.kill_worker, faults.kill_web, faults.kill_broker, faults.wipe_broker]
    faults.shuffle(kinds)
    return kinds


def test_a_petition_is_mediated_over_rabbitmq(staff: Officers) -> None:
    an_outcome_comes_back_to_the_petition(staff)


def test_a_review_is_suspended_and_resumed_over_rabbitmq(staff: Officers) -> None:
    a_failed_mediation_lets_the_review_go_on(staff)


def test_no_failure_of_rabbitmq_loses_doubles_or_reorders_anything(
    stack_on_rabbitmq: Stack,
    rabbit: Rabbit,
    staff: Officers,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ordeal = endured(stack_on_rabbitmq, rabbit, staff, fewer)

    with capsys.disabled():
        print(f"\nRabbitMQ, {ordeal.summary}")
    assert ordeal.wrongs == []
    # A process may look healthy and hear nothing: the broker itself knows who listens.
    eventually(rabbit.is_heard)
    an_outcome_comes_back_to_the_petition(staff)
