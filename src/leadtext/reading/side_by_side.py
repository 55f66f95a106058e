"""Many files read side by side, in processes of their own; what they hold comes in the order of the files."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

from leadtext.errors import WorkerError
from leadtext.reading.answers import Answer, answer_of
from leadtext.reading.worker import Job

__all__ = ["SideBySide", "cores"]

_Step = TypeVar("_Step")

AHEAD = 4
"""Files that each process may be ahead: enough that none waits for a slow file, few enough to keep in memory."""

MOST_BYTES_AHEAD = 50_000_000
"""Bytes of an archive's files that wait to be read; the rest stays packed."""

LARGEST_ANSWER = 2_000_000_000
"""Bytes of what a process says of one file: more than the largest that is read, each letter written as six."""

MOST_PROCESSES = 8
"""More than that only wait for the one that writes into the database."""


def cores() -> int:
    """The cores that this process may use, up to `MOST_PROCESSES`."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_PROCESSES)


class SideBySide:
    """Processes that read files, each started when it is first needed; to be used in a ``with`` statement.

    Args:
        number: how many.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._own = threading.local()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()
        self._closed = False
        self._threads = ThreadPoolExecutor(number, "reading")

    def __enter__(self) -> SideBySide:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._closed = True
        for process in self._processes:
            process.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for process in self._processes:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)

    def read(
        self, steps: Iterable[_Step], job_of: Callable[[_Step], Job | None]
    ) -> Iterator[tuple[_Step, Answer | None]]:
        """Read the files of some steps.

        Args:
            steps: what is done one after the other; they are taken a few ahead of what is given back.
            job_of: the file that is to be read for a step, or None where there is none.

        Returns:
            Each step with what its file gave, in the order of the steps.

        Raises:
            WorkerError: a process was ended from outside, or failed, while it read a file.
        """
        waiting: deque[tuple[_Step, Job, Future[Answer]]] = deque()
        held = 0
        for step in steps:
            job = job_of(step)
            if job is not None:
                waiting.append((step, job, self._threads.submit(self._ask, job)))
                held += job.size
            # What is not read here is done before more is taken, and so are files that are too many or too large.
            while waiting and (job is None or len(waiting) > AHEAD * self._number or held > MOST_BYTES_AHEAD):
                first, given, future = waiting.popleft()
                held -= given.size
                yield first, future.result()
            if job is None:
                yield step, None
        for first, _, future in waiting:
            yield first, future.result()

    def _ask(self, job: Job) -> Answer:
        """Have this thread's process read a file."""
        process: subprocess.Popen[bytes] | None = getattr(self._own, "process", None)
        if process is None:
            process = self._own.process = self._start()
        try:
            if process.stdin is None or process.stdout is None:
                raise EOFError
            pickle.dump(job, process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            line = process.stdout.readline(LARGEST_ANSWER)
            if not line.endswith(b"\n"):
                raise EOFError
            answer = answer_of(line)
        except (EOFError, OSError, ValueError, RecursionError) as error:
            raise WorkerError(
                f"{job.source}: the process that read it was ended ({_ending(process)}), perhaps for want of memory. "
                "Run again, with processes = 1 in [read] to read one file after the other, or take the file out."
            ) from error
        if answer.failure:
            raise WorkerError(f"{job.source}: the reader failed, which is an error in leadtext:\n{answer.failure}")
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        # -P: the folder that leadtext was called in, which may hold anything, is no place to import from.
        paths = os.pathsep.join(path for path in sys.path if path)
        with self._lock:
            if self._closed:
                raise WorkerError("The processes that read files are closed.")
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", "from leadtext.reading.worker import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": paths},
                start_new_session=os.name == "posix",  # Ctrl-C is for the process that was called
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            self._processes.append(process)
        return process


def _ending(process: subprocess.Popen[bytes]) -> str:
    try:
        code = process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return "its answer can't be understood"
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _close(pipe: object) -> None:
    try:
        pipe.close()  # type: ignore[attr-defined]
    except OSError:
        # What was still to be written to a process that is gone.
        return
