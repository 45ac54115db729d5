"""Square products by cotangent-kernels, faer, gemm and matrixmultiply (benches/peers/products, one process, interleaved rounds),
then by NumPy (OpenBLAS), torch (MKL) and JAX (XLA), in one session on one core: GFLOP/s, medians of seven rounds.

    python3 -m venv peers && peers/bin/pip install numpy==2.4.6 torch==2.15.0 jax==0.10.2
    (cd benches/peers/products && cargo build --release)
    taskset -c 1 peers/bin/python benches/peers/products.py [--sizes 4,64,1024]

The last column is ours over the best peer. Calls from Python cost a microsecond or more, which decides the smallest sizes.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import time

for name in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{name}_NUM_THREADS"] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"

import numpy as np

PROGRAM = pathlib.Path(__file__).resolve().parent / "products/target/release/products"
RUST = ["ours", "faer", "gemm", "matrixmultiply"]
ROUNDS, SLICE = 7, 0.005


def python_peers(x, y):
    """Calls by name; each waits for its result."""
    z = np.empty_like(x)
    peers = {"OpenBLAS": lambda: np.matmul(x, y, out=z)}
    try:
        import torch

        torch.set_num_threads(1)
        torch.set_grad_enabled(False)
        tx, ty, tz = torch.from_numpy(x), torch.from_numpy(y), torch.from_numpy(z)
        peers["MKL"] = lambda: torch.matmul(tx, ty, out=tz)
    except ImportError:
        pass
    try:
        import jax

        jax.config.update("jax_enable_x64", True)
        jx, jy, product = jax.numpy.asarray(x), jax.numpy.asarray(y), jax.jit(lambda a, b: a @ b)
        peers["XLA"] = lambda: product(jx, jy).block_until_ready()
    except ImportError:
        pass
    return peers


def rate(call, flops):
    """GFLOP/s: the fastest batch of calls in a slice of time, as the Rust program measures."""
    call()
    batch = max(1, round(2.5e6 / flops))
    best, start = float("inf"), time.perf_counter()
    while time.perf_counter() - start < SLICE:
        begin = time.perf_counter()
        for _ in range(batch):
            call()
        best = min(best, time.perf_counter() - begin)
    return flops * batch / best / 1e9


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="4,8,16,32,64,128,256,512,1024,2048")
    sizes = parser.parse_args().sizes
    # Size by size, so that what is compared was measured within seconds.
    print("| product | n | peak | share | " + " | ".join(RUST + ["OpenBLAS", "MKL", "XLA"]) + " | ours / best |")
    print("|---" * (len(RUST) + 8) + "|")
    for flag, name, dtype in [("--f32", "sgemm", np.float32), ("--f64", "dgemm", np.float64)]:
        for n in map(int, sizes.split(",")):
            run = subprocess.run(
                [PROGRAM, "--json", flag, "--sizes", str(n)], capture_output=True, text=True, check=True
            )
            row = json.loads(run.stdout)
            rng = np.random.default_rng(0)
            x, y = (rng.uniform(-1, 1, (n, n)).astype(dtype) for _ in range(2))
            peers = python_peers(x, y)
            rounds = {peer: [] for peer in peers}
            for _ in range(ROUNDS):
                for peer, call in peers.items():
                    rounds[peer].append(rate(call, 2 * n**3))
            row.update({peer: statistics.median(rates) for peer, rates in rounds.items()})
            names = RUST + ["OpenBLAS", "MKL", "XLA"]
            best = max(row[peer] for peer in names[1:] if peer in row)
            figures = " | ".join(f"{row[peer]:.1f}" if peer in row else "" for peer in names)
            share, ratio = row["ours"] / row["peak"], row["ours"] / best
            print(f"| {name} | {n} | {row['peak']:.1f} | {share:.3f} | {figures} | {ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()
