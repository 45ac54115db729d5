"""The workloads of benches/autodiff.rs on this project and on its peers, in turn, round after round, on one core.

    python3 -m venv peers && peers/bin/pip install -r benches/peers/requirements.txt
    (cd benches/peers/autodiff && cargo build --release)
    taskset -c 1 peers/bin/python benches/peers/autodiff.py --results figures.json [--only REGEX]

Every library is a process that is asked by lines (`autodiff/src/main.rs`, `libraries.py`). Before anything is timed, results
are held against JAX's: the number of results, their sum, the sum of magnitudes and a weighted sum, to 2e-4 of the sum of
magnitudes in f32, 1e-8 in f64. `--results` is a file that collects the rounds of several runs; the tables that
benches/RESULTS.md holds are the medians of all of them (`--table` prints them and runs nothing).
"""

import argparse
import json
import math
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
RUST = ["eager", "compiled", "hand", "candle", "burn", "num-dual", "echidna"]
PYTHON = ["jax", "jax-eager", "torch", "autograd", "casadi", "numpy"]
OURS = ["eager", "compiled"]
BY_HAND = ["hand", "numpy"]

# Workload: what it is, the goal of the design in microseconds (eager where only that is asked), the limit counted by hand.
WORKLOADS = {
    "grad-tanh": ("grad of tanh at a point", 0.06, (0.014, "latency of tanh")),
    "grad2-tanh": ("grad² of tanh", 0.06, (0.014, "the same")),
    "grad3-tanh": ("grad³ of tanh", 0.06, (0.014, "the same")),
    "recurrence": ("x ← a sin x + b, 1000 steps, gradient", 22, (14, "latency of sin, then of two products")),
    "chain-1e5": ("Σ tanh(ax+b)·exp(−x²), 10⁵", 75, (63, ".63 ns an element, tanh and exp")),
    "chain-1e7": ("… 10⁷", 9000, (6500, "as many; 80 MB alone take 4,400")),
    "logistic-4x3": ("logistic regression 4×3", 0.25, (0.11, "two dozen short loops")),
    "logistic-10000x256": ("… 10000×256", 280, (240, "10 MB read once from the last cache")),
    "logistic-100000x64": ("… 100000×64", 1700, (1430, "26 MB read once")),
    "mlp-relu": ("MLP 784-256-256-10, batch 128, relu", 1500, (1310, "155 Mflop at 118 Gflop/s")),
    "mlp-tanh": ("… tanh", 1500, (1310, "the same")),
    "mlp-hvp": ("… Hessian-vector product", 2800, (2490, "294 Mflop")),
    "mlp-each": ("… per-example gradients", 25000, (15000, "138 MB written, pages touched")),
    "hessian": ("dense Hessian, 212 parameters", 250, (170, "by hand")),
    "gmm": ("ADBench GMM 10⁴, d=10, K=25, f64: objective", None, (1700, "50 Mflop, 2.5·10⁶ squares")),
    "gmm-gradient": ("… value and gradient", 20000, (3000, "100 Mflop, three passes over L2")),
    "ba": ("ADBench BA ba1, f64: residuals", None, (400, "60 operations and two of trigonometry each")),
    "ba-jacobian": ("… Jacobian", 3000, (1300, "300 operations each, 7.6 MB written")),
    "tree-flatten": ("tree of 10⁴ leaves: flatten", 50, (5, "80 kB copied")),
    "tree-unflatten": ("… unflatten", 50, (5, "80 kB copied")),
    "tree-map": ("… map", 50, (5, "80 kB copied")),
}
F64 = {"gmm", "gmm-gradient", "ba", "ba-jacobian"}
# burn adds the 10⁷ terms in f32 one after the other, and so loses a thousandth of the value.
LOOSE = {("chain-1e7", "burn"): 1e-3}


class Library:
    """A process that has the workloads of one library."""

    def __init__(self, name, folder):
        worker = [HERE / "autodiff/target/release/autodiff-peers"] if name in RUST else [sys.executable, HERE / "libraries.py"]
        if name in RUST and "PEERS_BINARY" in os.environ:
            worker = [os.environ["PEERS_BINARY"]]
        threads = {f"{library}_NUM_THREADS": "1" for library in ("RAYON", "OMP", "OPENBLAS", "MKL")}
        self.process = subprocess.Popen(
            [*worker, name, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | threads
        )

    def ask(self, *words):
        """The numbers of the answer; None if the library does not have the workload."""
        print(*words, file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline().split()
        if not answer:
            sys.exit(f"a library ended at {words}")
        return None if answer[0] in ("none", "dropped") else [float(number) for number in answer]


def write_data(folder):
    """The data that all share, raw."""
    import numpy as np

    rng = np.random.default_rng(0)

    def put(name, array, dtype=np.float32):
        np.asarray(array, dtype).tofile(os.path.join(folder, name))

    put("chain", rng.standard_normal(10_000_000, np.float32))
    for n, d in ((4, 3), (10_000, 256), (100_000, 64)):
        put(f"logistic-{n}x{d}-x", rng.standard_normal((n, d)))
        put(f"logistic-{n}x{d}-y", rng.standard_normal(n) > 0)
        put(f"logistic-{n}x{d}-w", 0.1 * rng.standard_normal(d))
    for name, shapes in (("mlp", ((784, 256), (256, 256), (256, 10))), ("small", ((8, 12), (12, 8)))):
        for i, shape in enumerate(shapes):
            put(f"{name}-w{i}", rng.standard_normal(shape) / shape[0] ** 0.5)
            put(f"{name}-b{i}", 0.1 * rng.standard_normal(shape[1]))
    put("images", rng.standard_normal((128, 784)))
    put("labels", np.eye(10)[rng.integers(0, 10, 128)])
    put("small-inputs", rng.standard_normal((16, 8)))
    wide = np.float64
    put("gmm-alphas", rng.standard_normal(25), wide)
    put("gmm-means", rng.standard_normal((25, 10)), wide)
    put("gmm-factors", 0.5 * rng.standard_normal((25, 55)), wide)
    put("gmm-points", rng.standard_normal((10_000, 10)), wide)
    camera = np.array([-0.8, -1.1, -0.8, 34.0, 40.0, 54.0, 420.0, 6.0, -8.0, 0.09, 0.003])
    put("ba-cameras", camera * (1 + 1e-3 * rng.standard_normal((49, 11))), wide)
    put("ba-points", np.array([7.0, 0.0, 3.0]) + 1e-2 * rng.standard_normal((7776, 3)), wide)
    put("ba-weights", 0.4 + 0.1 * rng.standard_normal(31_843), wide)
    put("ba-features", np.array([270.0, 830.0]) + rng.standard_normal((31_843, 2)), wide)


def check(workload, answers):
    """Ends the run unless all libraries have the same results."""
    want = answers["jax"]
    for name, got in answers.items():
        allowed = LOOSE.get((workload, name), 1e-8 if workload in F64 else 2e-4) * want[2]
        if got[0] != want[0] or not all(abs(a - b) <= allowed for a, b in zip(got[1:], want[1:])):
            sys.exit(f"{workload}: {name} has {got}, jax has {want}")


def run(workloads, libraries, rounds, seconds, figures):
    with tempfile.TemporaryDirectory() as folder:
        write_data(folder)
        workers = {name: Library(name, folder) for name in libraries}
        for workload in workloads:
            answers = {name: worker.ask("check", workload) for name, worker in workers.items()}
            answers = {name: answer for name, answer in answers.items() if answer}
            check(workload, answers)
            times = figures.setdefault(workload, {})
            for _ in range(rounds):
                for name in answers:
                    times.setdefault(name, []).extend(workers[name].ask("time", workload, seconds))
            print(workload, {name: round(t, 3) for name, t in medians(times).items()}, file=sys.stderr, flush=True)
            for worker in workers.values():
                worker.ask("drop", workload)


def medians(times):
    return {name: statistics.median(rounds) for name, rounds in times.items()}


def time(microseconds):
    if microseconds is None:
        return ""
    for unit, scale in (("ms", 1e3), ("µs", 1.0), ("ns", 1e-3)):
        if microseconds >= scale or unit == "ns":
            number = microseconds / scale
            digits = max(0, 2 - math.floor(math.log10(number)))
            return f"{number:.{min(digits, 2)}f} {unit}"


def tables(figures):
    """Ours beside the best peer, the goal and the limit; then every library."""
    print("| workload | eager | compiled | best peer | ours / peer | goal | limit by hand | ours / limit |")
    print("|---|---|---|---|---|---|---|---|")
    measured = {name: row for name, row in WORKLOADS.items() if name in figures}
    for workload, (text, goal, (limit, why)) in measured.items():
        times = figures[workload]
        ours = min(times[name] for name in OURS if name in times)
        peer, best = min(((n, t) for n, t in times.items() if n not in OURS + BY_HAND), key=lambda pair: pair[1])
        met = "" if goal is None else f"{time(goal)}{'' if ours <= goal else ' **missed**'}"
        print(f"| {text} | {time(times.get('eager'))} | {time(times.get('compiled'))} | {time(best)} {peer}", end="")
        print(f" | {ours / best:.2g} | {met} | {time(limit)}: {why} | {ours / limit:.2g} |")
    names = [name for name in RUST + PYTHON if name not in OURS]
    print("\n| workload |", " | ".join(names), "|")
    print("|---" * (len(names) + 1) + "|")
    for workload, (text, *_) in measured.items():
        print(f"| {text} |", " | ".join(time(figures[workload].get(name)) for name in names), "|")
    for value, derivative, name in (("gmm", "gmm-gradient", "GMM"), ("ba", "ba-jacobian", "BA")):
        if {value, derivative} <= figures.keys():
            ratios = {n: figures[derivative][n] / t for n, t in figures[value].items() if n in figures[derivative]}
            print(f"\n{name}, multiple of the library's own objective:", end=" ")
            print(", ".join(f"{n} {ratio:.1f}" for n, ratio in ratios.items()) + ".")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="a regular expression for the names of workloads")
    parser.add_argument("--libraries", default=",".join(RUST + PYTHON))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.03, help="of one library in one round")
    parser.add_argument("--results", help="a file of figures to add to")
    parser.add_argument("--table", action="store_true", help="run nothing")
    options = parser.parse_args()
    results = pathlib.Path(options.results) if options.results else None
    figures = json.loads(results.read_text()) if results and results.exists() else {}
    if not options.table:
        workloads = [name for name in WORKLOADS if re.search(options.only, name)]
        run(workloads, options.libraries.split(","), options.rounds, options.seconds, figures)
        if results:
            results.write_text(json.dumps(figures, indent=1))
    tables({workload: medians(times) for workload, times in figures.items()})


if __name__ == "__main__":
    main()
