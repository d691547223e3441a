"""Whether `bullion backtest`, reading W1 from its file, ends as the measured runs did. OURS.json BACKTEST.json"""

import argparse
import json
import sys
from pathlib import Path


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("ours")
    arguments.add_argument("backtest")
    options = arguments.parse_args()
    figures = json.loads(Path(options.ours).read_text())["figures"]
    measured = next(figure for figure in figures if figure["work"] == "W1")
    report = json.loads(Path(options.backtest).read_text())
    fills, equity = report["fills"], float(report["finalEquity"])
    print(f"bullion backtest on W1.csv: {fills:,} fills, {equity:,.2f}", end="; ")
    if fills != measured["fills"] or abs(equity - measured["finalEquity"]) >= 0.005:
        print(f"the measured run had {measured['fills']:,} and {measured['finalEquity']:,.2f}")
        sys.exit(1)
    print("the measured run had the same")


main()
