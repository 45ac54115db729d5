"""Elementwise functions of 10⁵ f32 beside libm, std, NumPy and torch: nanoseconds an element, one thread, best of nine.

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


def best(f):
    def once():
        start = time.perf_counter()
        for _ in range(10):
            f()
        return (time.perf_counter() - start) * 1e9 / (10 * N)

    once()
    return min(once() for _ in range(9))


binary = pathlib.Path(__file__).parent / "functions/target/release/cotangent-peer-functions"
print("| f32, 10⁵ | ours | libm | std | NumPy | torch |\n|---|---|---|---|---|---|")
for line in subprocess.run([binary], capture_output=True, text=True, check=True).stdout.splitlines():
    name, low, high, *rust = line.split()
    x = np.float32(low) + (np.float32(high) - np.float32(low)) * ((np.arange(N) * 7919) % 65521 / 65521).astype(np.float32)
    out = np.empty_like(x)
    f = getattr(np, {"ln": "log"}.get(name, name), None)
    numpy = f"{best(lambda: f(x, out=out)):.2f}" if f else ""
    t, result = torch.from_numpy(x), torch.empty(N)
    g = getattr(torch, {"ln": "log"}.get(name, name))
    print("|", name, "|", " | ".join(f"{float(r):.2f}" for r in rust), "|", numpy, "|", f"{best(lambda: g(t, out=result)):.2f} |")
