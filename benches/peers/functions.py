"""Elementwise functions of 10⁵ numbers beside libm, std, NumPy and torch: nanoseconds an element, one thread, median of nine.

cargo build --release --manifest-path benches/peers/functions/Cargo.toml
taskset -c 1 python benches/peers/functions.py      # NumPy 2.4.6, torch 2.15.0
"""
import pathlib
import subprocess
import time

import numpy as np
import torch

torch.set_num_threads(1)
N = 100_000


def median(f):
    def once():
        start = time.perf_counter()
        for _ in range(10):
            f()
        return (time.perf_counter() - start) * 1e9 / (10 * N)

    once()
    return sorted(once() for _ in range(9))[4]


NAMES = {"ln": "log"}
binary = pathlib.Path(__file__).parent / "functions/target/release/cotangent-peer-functions"
print("| 10⁵ | ours | libm | std | NumPy | torch |\n|---|---|---|---|---|---|")
for line in subprocess.run([binary], capture_output=True, text=True, check=True).stdout.splitlines():
    dtype, name, low, high, *rust = line.split()
    even = float(low) + (float(high) - float(low)) * ((np.arange(N) * 7919) % 65521 / 65521)
    x = even.astype({"f32": np.float32, "f64": np.float64}[dtype])
    out = np.empty_like(x)
    f = getattr(np, NAMES.get(name, name), None)
    numpy = f"{median(lambda: f(x, out=out)):.2f}" if f else ""
    t = torch.from_numpy(x)
    result = torch.empty_like(t)
    g = getattr(torch, NAMES.get(name, name))
    ours = " | ".join(f"{float(r):.2f}" for r in rust)
    print(f"| {name} {dtype} | {ours} | {numpy} | {median(lambda: g(t, out=result)):.2f} |", flush=True)
