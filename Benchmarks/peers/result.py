"""Takes times and prints one engine's result as a line of JSON."""

import json
import os
import time
from contextlib import contextmanager
from importlib.metadata import version

# How busy the machine was before this process did anything: a reader should know how far to trust a time.
LOAD = round(os.getloadavg()[0], 2)


class Stopwatch:
    seconds = 0.0


@contextmanager
def timed():
    """Measures what is done inside it, in wall-clock seconds."""
    watch, start = Stopwatch(), time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - start


def best_of(times, work):
    """Runs `work` several times; answers what it made last and the shortest time. The shortest is the one least disturbed."""
    best = float("inf")
    for _ in range(times):
        with timed() as watch:
            made = work()
        best = min(best, watch.seconds)
    return made, best


def say(peer, package, work, **fields):
    """Prints a line for any kind of work. `package` is whose version counts."""
    line = {"peer": peer, "version": version(package), "work": work, **fields, "loadAverage": LOAD}
    print(json.dumps(line), flush=True)


def say_backtest(peer, package, work, bars, load, run, fills, equity, **more):
    say(
        peer, package, work, bars=bars, loadSeconds=round(load, 4), runSeconds=round(run, 4),
        barsPerSecond=round(bars / run), fills=int(fills), finalEquity=round(float(equity), 4), **more)
