"""Where a loader hangs, in a line."""

from __future__ import annotations

import pytest

from loaderlint.verifying.host.waits import where
from tests.verify.tools import write

LOOP = 'File "/x/site-packages/torch/utils/data/_utils/worker.py", line 349 in _worker_loop'
MAIN = 'File "/x/loaderlint/verifying/child/experiments/_reading.py", line 1 in read'
IDLE = f'File "/x/lib/python3.11/multiprocessing/queues.py", line 102 in get\n{LOOP}\nFile "train.py", line 1 in main'


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("code", "inner", "wait"),
    [
        ("time.sleep(9)", "", "; it sleeps"),
        ("lock.acquire()", "", "; it waits for a lock"),
        ("urlopen(url)", 'File "/x/lib/python3.11/ssl.py", line 9 in read\n', "; it waits for the network"),
        ("child.wait()", "", "; it waits for a process"),
        ("compute()", "", ""),
    ],
)
def test_the_code_of_the_user_and_the_kind_of_wait_are_told(code: str, inner: str, wait: str) -> None:
    path = write("data.py", "class Data:\n    def get(self):", f"        {code}")
    stack = f'Thread 1:\n{inner}  File "{path}", line 4 in get\n  {LOOP}\n  File "train.py", line 2 in main'
    said = where({"main process": MAIN, "worker 0": IDLE, "worker 1": stack})
    assert said == f"worker 1 is at data.py:4, in get: `{code}`{wait}"


def test_nothing_is_said_where_no_code_of_the_user_runs() -> None:
    assert where({"main process": MAIN, "worker 0": IDLE}) == ""
