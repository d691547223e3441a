"""Takes times and prints one engine's result as a line of JSON."""

import json
import os
import time
from contextlib import contextmanager
from importlib.metadata import version

# How busy the machine was before this process did anything: a reader should know how far to trust a time.
LOAD = round(os.getloadavg()[0], 2)


class Stopwatch:
    """Wall-clock seconds, and seconds of processor time, which other processes on the machine disturb less."""

    def __init__(self):
        self.seconds = self.processor = float("inf")

    def keep_shorter(self, seconds, processor):
        self.seconds, self.processor = min(self.seconds, seconds), min(self.processor, processor)


@contextmanager
def timed(watch=None):
    """Measures what is done inside it. A watch that has measured before keeps the shorter time: the one least disturbed."""
    watch = watch or Stopwatch()
    start, processor = time.perf_counter(), time.process_time()
    yield watch
    watch.keep_shorter(time.perf_counter() - start, time.process_time() - processor)


def best_of(count, work):
    """Does `work` several times; answers what it made last, and a watch with the shortest times."""
    watch = Stopwatch()
    for _ in range(count):
        with timed(watch):
            made = work()
    return made, watch


def say(peer, package, work, **fields):
    """Prints a line for any kind of work. `package` is whose version counts."""
    line = {"peer": peer, "version": version(package), "work": work, **fields, "loadAverage": LOAD}
    print(json.dumps(line), flush=True)


def say_backtest(peer, package, work, bars, load, run, fills, equity, **more):
    say(
        peer, package, work, bars=bars, loadSeconds=round(load.seconds, 4), **times(run),
        barsPerSecond=round(bars / run.seconds), fills=int(fills), finalEquity=round(float(equity), 4), **more)


def times(watch):
    return {"runSeconds": round(watch.seconds, 6), "processorSeconds": round(watch.processor, 6)}
