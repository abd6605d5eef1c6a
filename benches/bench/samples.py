"""Several clients, measured in turn, and the rows of their medians."""

import statistics
from collections.abc import Callable, Sequence

from bench.process import Client, Run
from bench.table import Row

Samples = dict[str, list[Run]]


def interleaved(repeats: int, clients: Sequence[Client], once: Callable[[Client], Run]) -> Samples:
    """Measure all clients in turn, several times, so that a busy moment affects all of them."""
    samples: Samples = {client.name: [] for client in clients}
    for _ in range(repeats):
        for client in clients:
            samples[client.name].append(once(client))
    return samples


def rows(samples: Samples, unit: str, value: Callable[[Run], float], base: Client) -> list[Row]:
    """Return one row for each client: the median, and its ratio to ours."""
    middle = {name: statistics.median(map(value, runs)) for name, runs in samples.items()}
    ours = middle[base.name]
    return [
        Row(name, middle[name], unit, middle[name] / ours, min(map(value, runs)), max(map(value, runs)))
        for name, runs in samples.items()
    ]


def of(found: list[Row], client: Client) -> float:
    """Return the figure of one client."""
    return next(row.value for row in found if row.who == client.name)
