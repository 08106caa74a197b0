"""Parts checked by the workers of a Dask cluster."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from typing import Any

from kkrconsult.errors import KkrconsultError, MissingExtraError, ReadError, bounded
from kkrconsult.parallel._job import Done, Job, work
from kkrconsult.parallel._local import named

__all__ = ["connected", "on_cluster"]

_AHEAD, _FEWEST = 3, 12
"""Parts a thread of the cluster that are handed out at a time, and how many at least."""


@contextlib.contextmanager
def connected(address: str | None) -> Iterator[Any]:
    """The client of a cluster, for as long as it is needed; None without an address.

    Raises:
        MissingExtraError: The extra ``cluster`` is not installed.
        ReadError: No cluster answers there.
    """
    if address is None:
        yield None
        return
    try:
        from distributed import Client  # pyright: ignore[reportMissingImports]
    except ModuleNotFoundError:
        raise MissingExtraError("cluster", "checking on a cluster") from None
    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise ReadError(f"no cluster answers at {bounded(address)}: {error}") from None
    with client:
        yield client


def on_cluster(client: Any, jobs: Iterable[Job]) -> Generator[Done, None, None]:
    """Check parts on a cluster, and give them in their order. Leaving early cancels what is left.

    A worker that is lost costs time only: Dask does its parts again elsewhere.

    Args:
        client: A ``distributed.Client``.
        jobs: The parts.

    Raises:
        KkrconsultError: A part could not be checked; `ReadError` where the cluster gave it up.
    """
    left, given = iter(jobs), deque[tuple[Job, Any]]()
    try:
        while True:
            # No more at a time than keep every worker busy: what they give back waits in their memory.
            most = max(_AHEAD * sum(client.nthreads().values()), _FEWEST)
            # Impure: the same part may have another content the next time.
            given.extend((job, client.submit(work, job, pure=False)) for job in islice(left, most - len(given)))
            if not given:
                return
            job, future = given.popleft()
            try:
                found = future.result()
            except Exception as error:
                reason = f"{type(error).__name__}: {str(error)[:200]}"
                raise ReadError(f"{named(job.part)} was not checked: {reason}; no report was made") from error
            if isinstance(found, KkrconsultError):
                raise found
            # Held by nobody any more, so that no worker keeps it in memory.
            future.release()
            yield found
    finally:
        client.cancel([future for _, future in given])
