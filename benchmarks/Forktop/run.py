#!/usr/bin/env python3
"""What tracing costs a build: untraced, forktop, strace and forkstat, in turns, so that the machine's mood is the same for all.

    benchmarks/Forktop/run.py HELIOS [ROUNDS] [TARGETS]

HELIOS is the published program. Prints a line of JSON for each contestant: median seconds and the ratio to untraced.
"""
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def build(prefix, targets):
    out = tempfile.mkdtemp(prefix="forktop-bench-")
    command = prefix + ["make", "-s", "-j2", "-f", os.path.join(HERE, "build.mk"), f"N={targets}", f"OUT={out}"]
    start = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    took = time.monotonic() - start
    shutil.rmtree(out)
    return took


def main():
    helios = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    targets = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    os.environ["DOTNET_EnableDiagnostics"] = "0"
    contestants = {"untraced": [], "forktop --log": [helios, "forktop", "--log", "-o", "/dev/null", "--"]}
    contestants["forktop --calls none --log"] = [helios, "forktop", "--calls", "none", "--log", "-o", "/dev/null", "--"]
    if shutil.which("strace"):
        contestants["strace -f --seccomp-bpf -e trace=execve"] = ["strace", "-f", "--seccomp-bpf", "-e", "trace=execve", "-o", "/dev/null"]
        contestants["strace -f --seccomp-bpf -e trace=process"] = ["strace", "-f", "--seccomp-bpf", "-e", "trace=process", "-o", "/dev/null"]
    times = {name: [] for name in contestants}
    forkstat = shutil.which("forkstat")
    if forkstat and os.geteuid() == 0:
        times["forkstat"] = []
    for _ in range(rounds):
        for name, prefix in contestants.items():
            times[name].append(build(prefix, targets))
        if "forkstat" in times:
            watcher = subprocess.Popen([forkstat, "-e", "fork,exec,exit"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.2)
            times["forkstat"].append(build([], targets))
            watcher.send_signal(signal.SIGINT)
            watcher.wait()
    base = statistics.median(times["untraced"])
    for name, taken in times.items():
        ratios = [t / u for t, u in zip(taken, times["untraced"])]
        print(json.dumps({
            "contestant": name, "median_s": round(statistics.median(taken), 3), "min_s": round(min(taken), 3),
            "ratio_median": round(statistics.median(ratios), 2), "ratio_min": round(min(taken) / min(times["untraced"]), 2), "rounds": rounds}))
    return base


if __name__ == "__main__":
    main()
