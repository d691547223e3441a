"""Prints the peers' results beside ours, as an aligned table. RESULTS.jsonl [OURS.json]

OURS is what `bullion-bench --json` wrote; like a peer's, the time of a work is its shortest run. "ours ÷" says how many times as fast ours is: seconds per bar of the peer over ours. Where ours
does a work in several ways, the first counts: the one that keeps most.
"""

import argparse
import json
from pathlib import Path

HEADINGS = ["work", "engine", "version", "time", "processor", "rate", "ours ÷", "fills", "final equity", "load", "remark"]


def read_peers(path):
    return [json.loads(line) for line in Path(path).read_text().splitlines() if line.strip()]


def read_ours(path):
    """Only what took a time over bars: the peers know nothing of our log."""
    figures = json.loads(Path(path).read_text())["figures"]
    return [shortest(figure) for figure in figures if "runSeconds" in figure and "bars" in figure]


def shortest(figure):
    """A figure of ours, which is made from the median, made from the shortest run."""
    seconds = min(figure["allRunSeconds"])
    gain = figure["runSeconds"] / seconds
    result = {**figure, "runSeconds": seconds}
    if "barsPerSecond" in figure:
        result["barsPerSecond"] = round(figure["barsPerSecond"] * gain)
    if "nanosecondsPerValue" in figure:
        result["nanosecondsPerValue"] = figure["nanosecondsPerValue"] / gain
    return result


def pace(result):
    """Seconds per bar."""
    return result["runSeconds"] / result["bars"]


def row(result, ours):
    if "notRun" in result:
        return [result["work"], result["peer"], "", "", "", "", "", "", "", "", "not run: " + result["notRun"]]
    fills, equity = result.get("fills"), result.get("finalEquity")
    return [
        result["work"], result["peer"], result.get("version", ""), duration(result["runSeconds"]),
        duration(result["processorSeconds"]) if "processorSeconds" in result else "", rate(result),
        f"{pace(result) / pace(ours):.2f}" if ours else "–",
        "" if fills is None else f"{fills:,}", "" if equity is None else f"{equity:,.2f}",
        f"{result['loadAverage']:.1f}" if "loadAverage" in result else "",
        "; ".join(filter(None, [result.get("note"), difference(result, ours)]))]


def difference(result, ours):
    """What is wrong with comparing the two, if anything."""
    if not ours or result.get("fills") is None or ours.get("fills") is None:
        return None
    if ours["bars"] != result["bars"]:
        return f"not the same bars: ours had {ours['bars']:,}"
    if result["fills"] != ours["fills"] or abs(result["finalEquity"] - ours["finalEquity"]) >= 0.01:
        return "result differs from ours"
    return None


def duration(seconds):
    if seconds >= 1:
        return f"{seconds:,.2f} s"
    if seconds < 0.001:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.2f} ms"


def rate(result):
    if "nanosecondsPerValue" in result:
        return f"{result['nanosecondsPerValue']:,.2f} ns/value"
    if "barsPerSecond" in result:
        return f"{result['barsPerSecond']:,} bars/s"
    return ""


def aligned(rows):
    widths = [max(len(cells[i]) for cells in rows) for i in range(len(HEADINGS))]
    numbers = range(3, 10)
    for cells in rows:
        yield "  ".join(
            cell.rjust(width) if i in numbers else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(cells, widths))).rstrip()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("results")
    arguments.add_argument("ours", nargs="?")
    options = arguments.parse_args()
    peers = read_peers(options.results)
    all_ours = read_ours(options.ours) if options.ours else []
    ours = {result["work"]: result for result in reversed(all_ours)}
    rows = [HEADINGS]
    for work in dict.fromkeys(result["work"] for result in [*all_ours, *peers]):
        some = [result for result in [*all_ours, *peers] if result["work"] == work]
        some.sort(key=lambda result: pace(result) if "runSeconds" in result else float("inf"))
        rows += [row(result, ours.get(work)) for result in some]
    print("\n".join(aligned(rows)))


main()
