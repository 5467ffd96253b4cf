#!/usr/bin/env python3
"""Times the window beside its yardsticks in one run and prints medians and ratios.

    bench_window.py BENCH_WINDOW [ROUNDS]

To be run on a display (tests/ui/with-display). The three programs take turns, so that all meet the same machine.
"""
import os
import statistics
import subprocess
import sys
import time

MODES = ("empty", "columns", "app")


def run(program, mode):
    """One run; the figures it printed, by name."""
    figures = {"start": [], "memory": [], "key": []}
    environment = dict(os.environ, PTL_BENCH_START=str(time.monotonic_ns() // 1000))
    output = subprocess.run([program, mode], env=environment, check=True, capture_output=True, text=True).stdout
    for line in output.splitlines():
        name, value = line.split()
        figures[name].append(float(value))
    return figures


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def main():
    program = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    figures = {mode: {"start": [], "memory": [], "key": []} for mode in MODES}

    for mode in MODES:  # once without counting, so that files are in memory
        run(program, mode)
    for _ in range(rounds):
        for mode in MODES:
            for name, values in run(program, mode).items():
                figures[mode][name] += values

    print(f"{'':10}{'first frame':>14}{'memory':>12}{'key, median':>14}{'key, p95':>12}   of {rounds} rounds")
    for mode in MODES:
        start = statistics.median(figures[mode]["start"])
        memory = statistics.median(figures[mode]["memory"]) / 1024
        keys = figures[mode]["key"]
        key = f"{statistics.median(keys):11.1f} ms{percentile(keys, .95):9.1f} ms" if keys else ""
        print(f"{mode:10}{start:11.1f} ms{memory:8.1f} MiB{key}")

    start = {mode: statistics.median(figures[mode]["start"]) for mode in MODES}
    memory = {mode: statistics.median(figures[mode]["memory"]) for mode in MODES}
    key = {mode: statistics.median(figures[mode]["key"] or [0]) for mode in MODES}
    print(f"exec to first frame: {start['app'] / start['empty']:.2f} x an empty window (to reach: 1.25)")
    print(f"memory above an empty window: {(memory['app'] - memory['empty']) / 1024:.1f} MiB (to reach: 12)")
    print(f"keystroke to frame: {key['app'] / key['columns']:.2f} x six columns (to reach: 0.20)")


if __name__ == "__main__":
    main()
