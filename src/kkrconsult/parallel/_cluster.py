"""Parts checked by the workers of a Dask cluster."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Sequence
from typing import Any

from kkrconsult.engine import Summary
from kkrconsult.errors import KkrconsultError, MissingExtraError, ReadError, bounded
from kkrconsult.parallel._job import Job, work
from kkrconsult.parallel._local import named

__all__ = ["connected", "on_cluster"]


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


def on_cluster(client: Any, jobs: Sequence[Job]) -> Generator[tuple[int, Summary], None, None]:
    """Check parts on a cluster, and give each as it is done. Leaving early cancels what is left.

    A worker that is lost costs time only: Dask does its parts again elsewhere.

    Args:
        client: A ``distributed.Client``.
        jobs: The parts.

    Raises:
        KkrconsultError: A part could not be checked; `ReadError` where the cluster gave it up.
        MissingExtraError: The extra ``cluster`` is not installed.
    """
    try:
        from distributed import as_completed  # pyright: ignore[reportMissingImports]
    except ModuleNotFoundError:
        raise MissingExtraError("cluster", "checking on a cluster") from None
    # Impure: the same part may have another content the next time.
    futures = client.map(work, jobs, pure=False)
    places = {future.key: index for index, future in enumerate(futures)}
    try:
        for future in as_completed(futures):
            job = jobs[places[future.key]]
            try:
                found = future.result()
            except Exception as error:
                reason = f"{type(error).__name__}: {str(error)[:200]}"
                raise ReadError(f"{named(job.part)} was not checked: {reason}; no report was made") from error
            if isinstance(found, KkrconsultError):
                raise found
            # Held by nobody any more, so that no worker keeps it in memory.
            future.release()
            yield job.size, found
    finally:
        client.cancel(futures)
