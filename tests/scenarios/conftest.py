"""One private installation for all that replays scenarios."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.demo.client import Officers
from deploy.embedded.stack import Stack, describe


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(tmp_path_factory.mktemp("scenarios")) as running:
        (running.data_folder / "run.json").write_text(describe(running))
        yield running


@pytest.fixture(scope="package")
def officers(stack: Stack) -> Iterator[Officers]:
    with Officers(stack.address, Path(stack.credentials)) as signed_in:
        yield signed_in
