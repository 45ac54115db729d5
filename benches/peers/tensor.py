"""benches/tensor.rs beside NumPy and torch, one after the other in one run, one thread, on the same shapes.

    python3 -m venv peers && peers/bin/pip install numpy torch --index-url https://download.pytorch.org/whl/cpu
    peers/bin/python benches/peers/tensor.py                  # everything
    peers/bin/python benches/peers/tensor.py --sizes 1e5 --only gather --cpu 1 --best

It builds and runs `cargo bench --bench tensor`, then the peers, and prints ns per call and the ratio of ours to the faster
peer. Times are medians of samples; with --best the fastest sample, for a machine that is not quiet. NumPy has no
convolution; without torch its column is empty and convolution is left out.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

for name in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{name}_NUM_THREADS"] = "1"

import numpy as np

try:
    import torch

    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
except ImportError:
    torch = None

ROOT = pathlib.Path(__file__).resolve().parents[2]
# As in benches/tensor.rs.
SIZES = {
    "1e3": ((20, 50), (64, 4), (1, 4, 16, 16)),
    "1e5": ((400, 250), (100, 32), (4, 16, 40, 40)),
    "1e7": ((4000, 2500), (600, 128), (16, 64, 100, 100)),
}


def cases(shape, batch, images):
    """The calls of both peers by the name of the benchmark."""
    rng = np.random.default_rng(0)
    normal = lambda *shape: rng.standard_normal(shape, dtype=np.float32)
    (rows, columns), (count, n) = shape, batch
    m, other, row, column = normal(rows, columns), normal(rows, columns), normal(columns), normal(rows, 1)
    x, y = m.ravel(), normal(rows * columns)
    mask = x > 0
    some_rows, some = rng.integers(0, rows, rows), rng.integers(0, rows * columns, rows * columns)
    a, b = normal(count, n, n), normal(count, n, n)
    image, kernel = normal(*images), normal(images[1], images[1], 3, 3)
    numpy = {
        "add": lambda: x + y,
        "mul": lambda: x * y,
        "add a number": lambda: x + np.float32(1.5),
        "exp": lambda: np.exp(x),
        "tanh": lambda: np.tanh(x),
        "greater": lambda: x > y,
        "select": lambda: np.where(mask, x, y),
        "to f64": lambda: x.astype(np.float64),
        "row + column": lambda: row + column,
        "matrix + row": lambda: m + row,
        "sum": lambda: m.sum(),
        "sum over rows": lambda: m.sum(0),
        "sum over columns": lambda: m.sum(1),
        "max": lambda: m.max(),
        "max over columns": lambda: m.max(1),
        "transposed copy": lambda: np.ascontiguousarray(m.T),
        "gather rows": lambda: m.take(some_rows, 0),
        "gather elements": lambda: x.take(some, 0),
        "concat rows": lambda: np.concatenate((m, other), 0),
        "concat columns": lambda: np.concatenate((m, other), 1),
        "batched matmul": lambda: a @ b,
    }
    if torch is None:
        return numpy, {}
    t = {k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in locals().items() if isinstance(v, np.ndarray)}
    tm, tother, trow, tcolumn, tx, ty, tmask = (t[k] for k in ("m", "other", "row", "column", "x", "y", "mask"))
    tsome_rows, tsome, ta, tb, timage, tkernel = (t[k] for k in ("some_rows", "some", "a", "b", "image", "kernel"))
    return numpy, {
        "add": lambda: tx + ty,
        "mul": lambda: tx * ty,
        "add a number": lambda: tx + 1.5,
        "exp": lambda: tx.exp(),
        "tanh": lambda: tx.tanh(),
        "greater": lambda: tx > ty,
        "select": lambda: torch.where(tmask, tx, ty),
        "to f64": lambda: tx.to(torch.float64),
        "row + column": lambda: trow + tcolumn,
        "matrix + row": lambda: tm + trow,
        "sum": lambda: tm.sum(),
        "sum over rows": lambda: tm.sum(0),
        "sum over columns": lambda: tm.sum(1),
        "max": lambda: tm.max(),
        "max over columns": lambda: tm.amax(1),
        "transposed copy": lambda: tm.t().contiguous(),
        "gather rows": lambda: tm.index_select(0, tsome_rows),
        "gather elements": lambda: tx.index_select(0, tsome),
        "concat rows": lambda: torch.cat((tm, tother), 0),
        "concat columns": lambda: torch.cat((tm, tother), 1),
        "batched matmul": lambda: torch.bmm(ta, tb),
        "conv2d": lambda: torch.nn.functional.conv2d(timage, tkernel),
    }


def clock(call, pick, samples=20, seconds=1.0):
    """ns per call, over samples of equally many calls."""
    call()
    start, n = time.perf_counter(), 0
    while time.perf_counter() - start < 0.2:
        call()
        n += 1
    n = max(1, int(n * seconds / 0.2 / samples))
    times = []
    for _ in range(samples):
        start = time.perf_counter()
        for _ in range(n):
            call()
        times.append((time.perf_counter() - start) / n)
    return pick(times) * 1e9


def ours(sizes, only, pick):
    """ns per call by (size, name), from the samples that criterion writes."""
    with tempfile.TemporaryDirectory() as home:
        chosen = f"^({'|'.join(sizes)})/.*{only}"
        environment = {**os.environ, "CRITERION_HOME": home}
        command = ["cargo", "bench", "--bench", "tensor", "--", "--noplot", chosen]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        times = {}
        for file in pathlib.Path(home).glob("*/*/new/benchmark.json"):
            name = json.loads(file.read_text())
            sample = json.loads((file.parent / "sample.json").read_text())
            each = [t / n for t, n in zip(sample["times"], sample["iters"])]
            times[name["group_id"], name["function_id"]] = pick(each)
        return times


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", nargs="+", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--only", default="", help="names that contain this")
    parser.add_argument("--cpu", type=int, help="run everything on this core")
    parser.add_argument("--best", action="store_true", help="the fastest sample instead of the median")
    arguments = parser.parse_args()
    pick = min if arguments.best else statistics.median
    # Built on every core, run on one.
    subprocess.run(["cargo", "bench", "--bench", "tensor", "--no-run"], cwd=ROOT, check=True)
    if arguments.cpu is not None:
        os.sched_setaffinity(0, {arguments.cpu})
    measured = ours(arguments.sizes, arguments.only, pick)
    print(f"NumPy {np.__version__}, torch {torch.__version__ if torch else 'not installed'}; ns per call")
    print(f"{'':<6}{'':<20}{'ours':>14}{'NumPy':>14}{'torch':>14}{'ratio':>8}")
    slow = 0
    for size in arguments.sizes:
        numpy, torches = cases(*SIZES[size])
        for name in (name for name in {**numpy, **torches} if arguments.only in name):
            us = measured.pop((size, name))
            peers = [clock(calls[name], pick) if name in calls else None for calls in (numpy, torches)]
            ratio = us / min(peer for peer in peers if peer is not None)
            slow += ratio > 1.1
            columns = "".join(f"{'-' if p is None else format(p, '.0f'):>14}" for p in peers)
            print(f"{size:<6}{name:<20}{us:>14.0f}{columns}{ratio:>8.2f}{' *' if ratio > 1.1 else ''}", flush=True)
    alone = [name for name in measured if torch or name[1] != "conv2d"]
    assert not alone, f"benchmarks without a peer: {sorted(alone)}"
    print(f"{slow} above 1.1 (*)")


if __name__ == "__main__":
    main()
