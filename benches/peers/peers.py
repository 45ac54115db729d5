"""The workloads of benches/autodiff.rs on JAX (jit, one thread): the best of several rounds, in microseconds.

    python3 -m venv peers && peers/bin/pip install jax==0.4.30 jaxlib==0.4.30 "numpy<2"
    taskset -c 1 peers/bin/python benches/peers/peers.py

Run it right before or after `taskset -c 1 cargo bench --bench autodiff`, and compare ratios, not times.
"""

import os
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
import jax
import jax.numpy as jnp


def clock(name, f, *args):
    jax.block_until_ready(f(*args))
    best = float("inf")
    for _ in range(7):
        n, start = 0, time.perf_counter()
        while time.perf_counter() - start < 0.15:
            jax.block_until_ready(f(*args))
            n += 1
        best = min(best, (time.perf_counter() - start) / n)
    print(f"{name:<45}{best * 1e6:>12.2f} us")


def normal(seed, shape):
    return jax.random.normal(jax.random.key(seed), shape)


def main():
    x = jnp.float32(0.7)
    third = jax.grad(jax.grad(jax.grad(jnp.tanh)))
    clock("grad3 tanh, jit", jax.jit(third), x)
    clock("grad tanh, eager", jax.grad(jnp.tanh), x)

    for n in (100_000, 10_000_000):
        f = lambda x: (jnp.tanh(1.3 * x + 0.2) * jnp.exp(-x * x)).sum()
        clock(f"sum tanh(ax+b) exp(-x^2), {n}", jax.jit(jax.value_and_grad(f)), normal(1, (n,)))

    for n, d in ((4, 3), (10_000, 256), (100_000, 64)):
        data, y = normal(1, (n, d)), (normal(3, (n,)) > 0).astype(jnp.float32)

        def loss(w, b):
            p = 0.5 * jnp.tanh((data @ w + b) / 2) + 0.5
            return -jnp.log(p * y + (1 - p) * (1 - y)).sum()

        clock(f"logistic regression {n}x{d}", jax.jit(jax.value_and_grad(loss, (0, 1))), 0.1 * normal(2, (d,)), 0.1)

    sizes = (784, 256, 256, 10)
    shapes = list(zip(sizes, sizes[1:]))
    params = [(normal(i, s) / s[0] ** 0.5, 0.1 * normal(100 + i, s[1:])) for i, s in enumerate(shapes)]
    images, labels = normal(7, (128, 784)), jnp.eye(10)[jax.random.randint(jax.random.key(8), (128,), 0, 10)]

    def network(params, h, activation):
        for w, b in params[:-1]:
            h = activation(h @ w + b)
        return h @ params[-1][0] + params[-1][1]

    for name, activation in (("relu", jax.nn.relu), ("tanh", jnp.tanh)):
        f = lambda p: -(jax.nn.log_softmax(network(p, images, activation)) * labels).sum() / 128
        clock(f"MLP {name}, value and gradient", jax.jit(jax.value_and_grad(f)), params)
    clock("MLP tanh, Hessian-vector product", jax.jit(lambda p: jax.jvp(jax.grad(f), (p,), (p,))[1]), params)
    one = lambda p, x, y: -(jax.nn.log_softmax(network(p, x, jnp.tanh)) * y).sum()
    clock("MLP tanh, per-example gradients", jax.jit(jax.vmap(jax.grad(one), (None, 0, 0))), params, images, labels)

    small = [(normal(i, s) / s[0] ** 0.5, 0.1 * normal(100 + i, s[1:])) for i, s in enumerate(((8, 12), (12, 8)))]
    flat, unravel = jax.flatten_util.ravel_pytree(small)
    inputs = normal(7, (16, 8))
    h = jax.hessian(lambda flat: (network(unravel(flat), inputs, jnp.tanh) ** 2).sum())
    clock("Hessian of 212 parameters", jax.jit(h), flat)


if __name__ == "__main__":
    import jax.flatten_util

    main()
