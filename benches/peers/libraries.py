"""The workloads of autodiff.py in Python libraries: `libraries.py LIBRARY FOLDER` answers its lines."""

import functools
import math
import os
import sys
import time

import numpy as np

LIBRARY, FOLDER = sys.argv[1:]
STEPS, AT = 1000, (0.7, 0.9, 0.1)
LAYERS, SMALL = ((784, 256), (256, 256), (256, 10)), ((8, 12), (12, 8))
CHAIN = {"chain-1e5": 100_000, "chain-1e7": 10_000_000}


def raw(name, *shape, dtype=np.float32):
    return np.fromfile(os.path.join(FOLDER, name), dtype).reshape(shape)


def wide(name, *shape):
    return raw(name, *shape, dtype=np.float64)


def layers(name, shapes):
    return [(raw(f"{name}-w{i}", *shape), raw(f"{name}-b{i}", shape[1])) for i, shape in enumerate(shapes)]


def logistic_data(name):
    n, d = map(int, name.removeprefix("logistic-").split("x"))
    return raw(f"{name}-x", n, d), raw(f"{name}-y", n), raw(f"{name}-w", d), np.float32(0.1)


def images():
    return raw("images", 128, 784), raw("labels", 128, 10)


def mixture():
    return wide("gmm-alphas", 25), wide("gmm-means", 25, 10), wide("gmm-factors", 25, 55)


def scene():
    """The parameters of every observation as 15 columns, and the features' two."""
    p = 31_843
    cameras, points = wide("ba-cameras", 49, 11), wide("ba-points", 7776, 3)
    k = np.arange(p)
    block = np.concatenate([cameras[k % 49], points[k % 7776], wide("ba-weights", p, 1)], 1)
    return list(block.T.copy()), list(wide("ba-features", p, 2).T.copy())


PLACES = np.full((10, 10), 55)
PLACES[np.diag_indices(10)] = range(10)
PLACES[tuple(reversed(np.triu_indices(10, 1)))] = range(10, 55)


@functools.cache
def constant():
    n, d, k, freedom = 10_000, 10, 25, 11
    log_gamma = d * (d - 1) / 4 * math.log(math.pi) + sum(math.lgamma(freedom / 2 + (1 - j) / 2) for j in range(1, d + 1))
    return -n * d / 2 * math.log(2 * math.pi) - k * (freedom * d * math.log(1 / math.sqrt(2)) - log_gamma)


def objective(np, logsumexp, total, points, alphas, means, factors):
    """ADBench's mixture (benches/models/gmm.rs) with the functions of any of the libraries."""
    diagonal, below, log_det = np.exp(factors[:, :10]), factors[:, 10:], total(factors[:, :10], 1)
    entries = np.concatenate([diagonal, below, np.zeros_like(factors[:, :1])], 1)
    q = entries[:, PLACES.ravel()].reshape(25, 10, 10)
    centres = np.matmul(q, means[:, :, None]).reshape(250, 1)
    images = np.matmul(q.reshape(250, 10), points.T) - centres
    distances = total((images * images).reshape(25, 10, 10_000), 1)
    likelihood = logsumexp((alphas + log_det)[:, None] - 0.5 * distances, 0).sum() - 10_000 * logsumexp(alphas, 0)
    return likelihood + 0.5 * ((diagonal * diagonal).sum() + (below * below).sum()) + constant()


def residual(np, block, feature):
    """ADBench's residual of one observation, or of columns of them (benches/models/bundle.rs)."""
    r, c, (focal, u, v, k1, k2), point, w = block[:3], block[3:6], block[6:11], block[11:14], block[14]
    d = [x - y for x, y in zip(point, c)]
    squared = r[0] * r[0] + r[1] * r[1] + r[2] * r[2]
    angle = np.sqrt(squared)
    cos, first = np.cos(angle), np.sin(angle) / angle
    second = (1 - cos) / squared * (r[0] * d[0] + r[1] * d[1] + r[2] * d[2])
    cross = [r[j] * d[k] - r[k] * d[j] for j, k in ((1, 2), (2, 0), (0, 1))]
    x, y, z = (d[i] * cos + cross[i] * first + r[i] * second for i in range(3))
    x, y = x / z, y / z
    s = x * x + y * y
    scale = focal * (1 + k1 * s + k2 * s * s)
    return [w * (x * scale + u - feature[0]), w * (y * scale + v - feature[1])]


def with_jax(name):
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    import jax
    import jax.numpy as jnp
    from jax.scipy.special import logsumexp

    jax.config.update("jax_enable_x64", True)
    jit = (lambda f: f) if LIBRARY == "jax-eager" else jax.jit
    tanh = {"grad-tanh": 1, "grad2-tanh": 2, "grad3-tanh": 3}
    if LIBRARY == "jax-eager" and name not in tanh:
        return None

    def case(f, *args):
        f, args = jit(f), jax.tree.map(jnp.asarray, args)
        return lambda: jax.block_until_ready(f(*args)), jax.tree.leaves

    def predict(p, h, activation):
        for w, b in p[:-1]:
            h = activation(h @ w + b)
        return h @ p[-1][0] + p[-1][1]

    if name in tanh:
        f = jnp.tanh
        for _ in range(tanh[name]):
            f = jax.grad(f)
        return case(f, np.float32(AT[0]))
    if name in CHAIN:
        f = lambda x: (jnp.tanh(1.3 * x + 0.2) * jnp.exp(-x * x)).sum()
        return case(jax.value_and_grad(f), raw("chain", 10_000_000)[: CHAIN[name]])
    if name.startswith("logistic"):
        x, y, w, b = logistic_data(name)
        x, y = jnp.asarray(x), jnp.asarray(y)

        def loss(w, b):
            p = 0.5 * jnp.tanh((x @ w + b) / 2) + 0.5
            return -jnp.log(p * y + (1 - p) * (1 - y)).sum()

        return case(jax.value_and_grad(loss, (0, 1)), w, b)
    if name == "recurrence":
        scan = lambda x, a, b: jax.lax.scan(lambda y, _: (a * jnp.sin(y) + b, None), x, None, STEPS)[0]
        return case(jax.grad(scan, (0, 1, 2)), *map(np.float32, AT))
    if name == "hessian":
        from jax.flatten_util import ravel_pytree

        flat, unravel = ravel_pytree(layers("small", SMALL))
        inputs = jnp.asarray(raw("small-inputs", 16, 8))
        return case(jax.hessian(lambda flat: (predict(unravel(flat), inputs, jnp.tanh) ** 2).sum()), flat)
    if name.startswith("mlp"):
        x, labels = map(jnp.asarray, images())
        activation = jax.nn.relu if name == "mlp-relu" else jnp.tanh
        p = layers("mlp", LAYERS)
        loss = lambda p: -(jax.nn.log_softmax(predict(p, x, activation)) * labels).sum() / 128
        if name == "mlp-hvp":
            return case(lambda p, v: jax.jvp(jax.grad(loss), (p,), (v,))[1], p, p)
        if name == "mlp-each":
            one = lambda p, x, y: -(jax.nn.log_softmax(predict(p, x, jnp.tanh)) * y).sum()
            return case(jax.vmap(jax.grad(one), (None, 0, 0)), p, x, labels)
        return case(jax.value_and_grad(loss), p)
    if name.startswith("gmm"):
        points = jnp.asarray(wide("gmm-points", 10_000, 10))
        f = functools.partial(objective, jnp, logsumexp, jnp.sum, points)
        return case(f if name == "gmm" else jax.value_and_grad(f, (0, 1, 2)), *mixture())
    if name.startswith("ba"):
        rows = lambda block, feature: [jax.grad(lambda b: residual(jnp, b, feature)[i])(block) for i in range(2)]
        return case(jax.vmap(functools.partial(residual, jnp) if name == "ba" else rows), *scene())
    tree = [float(i) for i in range(10_000)]
    structure = jax.tree.structure(tree)
    return {
        "tree-flatten": (lambda: jax.tree.flatten(tree)[0], list),
        "tree-unflatten": (lambda: jax.tree.unflatten(structure, tree), list),
        "tree-map": (lambda: jax.tree.map(lambda x: x + 1.0, tree), list),
    }[name]


def with_torch(name):
    import torch
    from torch.utils import _pytree as trees

    torch.set_num_threads(1)
    of = lambda x: trees.tree_map(lambda x: torch.tensor(x), x)
    flat = lambda result: [x.detach().numpy() for x in trees.tree_leaves(result)]

    def backward(f, *args, value=True):
        leaves = [x.requires_grad_() for x in trees.tree_leaves(of(args))]

        def run():
            y = f(*leaves)
            slopes = torch.autograd.grad(y, leaves)
            return [y, *slopes] if value else slopes

        return run, flat

    def predict(p, h, activation):
        for w, b in p[:-1]:
            h = activation(h @ w + b)
        return h @ p[-1][0] + p[-1][1]

    pairs = lambda leaves: list(zip(leaves[::2], leaves[1::2]))
    if name.endswith("-tanh") and name.startswith("grad"):
        f = torch.tanh
        for _ in range({"grad": 1, "grad2": 2, "grad3": 3}[name.split("-")[0]]):
            f = torch.func.grad(f)
        x = torch.tensor(AT[0])
        return lambda: f(x), flat
    if name in CHAIN:
        f = lambda x: (torch.tanh(1.3 * x + 0.2) * torch.exp(-x * x)).sum()
        return backward(f, raw("chain", 10_000_000)[: CHAIN[name]])
    if name.startswith("logistic"):
        x, y, w, b = logistic_data(name)
        x, y = torch.tensor(x), torch.tensor(y)

        def loss(w, b):
            p = 0.5 * torch.tanh((x @ w + b) / 2) + 0.5
            return -torch.log(p * y + (1 - p) * (1 - y)).sum()

        return backward(loss, w, b)
    if name == "recurrence":
        loop = lambda x, a, b: functools.reduce(lambda y, _: a * torch.sin(y) + b, range(STEPS), x)
        return backward(loop, *map(np.float32, AT), value=False)
    if name == "hessian":
        p = of(layers("small", SMALL))
        inputs = of(raw("small-inputs", 16, 8))

        def loss(flat):
            parts = flat.split([x.numel() for pair in p for x in pair])
            parts = [part.reshape(x.shape) for part, x in zip(parts, (x for pair in p for x in pair))]
            return (predict(pairs(parts), inputs, torch.tanh) ** 2).sum()

        at, f = torch.cat([x.flatten() for pair in p for x in pair]), torch.func.hessian(loss)
        return lambda: f(at), flat
    if name.startswith("mlp"):
        x, labels = of(images())
        activation = torch.relu if name == "mlp-relu" else torch.tanh
        loss = lambda *p: -(torch.log_softmax(predict(pairs(p), x, activation), 1) * labels).sum() / 128
        if name == "mlp-hvp":
            p = tuple(x for pair in of(layers("mlp", LAYERS)) for x in pair)
            slopes = torch.func.grad(lambda p: loss(*p))
            return lambda: torch.func.jvp(slopes, (p,), (p,))[1], flat
        if name == "mlp-each":
            p = of(layers("mlp", LAYERS))
            one = lambda p, x, y: -(torch.log_softmax(predict(p, x, torch.tanh), 0) * y).sum()
            f = torch.func.vmap(torch.func.grad(one), (None, 0, 0))
            return lambda: f(p, x, labels), flat
        return backward(loss, *layers("mlp", LAYERS))
    if name.startswith("gmm"):
        points = torch.tensor(wide("gmm-points", 10_000, 10))
        f = functools.partial(objective, torch, torch.logsumexp, torch.sum, points)
        if name == "gmm":
            args = of(mixture())
            return lambda: [f(*args)], flat
        return backward(f, *mixture())
    if name.startswith("ba"):
        rows = lambda block, feature: [torch.func.grad(lambda b: residual(torch, b, feature)[i])(block) for i in range(2)]
        f = torch.func.vmap(functools.partial(residual, torch) if name == "ba" else rows)
        args = of(scene())
        return lambda: f(*args), flat
    tree = [float(i) for i in range(10_000)]
    structure = trees.tree_structure(tree)
    return {
        "tree-flatten": (lambda: trees.tree_flatten(tree)[0], list),
        "tree-unflatten": (lambda: trees.tree_unflatten(tree, structure), list),
        "tree-map": (lambda: trees.tree_map(lambda x: x + 1.0, tree), list),
    }[name]


def with_autograd(name):
    import autograd
    import autograd.numpy as anp
    from autograd.scipy.special import logsumexp

    def case(f, *args, value=True):
        both = autograd.value_and_grad(lambda args: f(*args))
        slopes = autograd.grad(lambda args: f(*args))
        flat = lambda result: [np.asarray(x) for x in ([result[0], *result[1]] if value else result)]
        return (lambda: both(args)) if value else (lambda: slopes(args)), flat

    if name.startswith("grad"):
        f = anp.tanh
        for _ in range({"grad": 1, "grad2": 2, "grad3": 3}[name.split("-")[0]]):
            f = autograd.grad(f)
        return lambda: f(AT[0]), lambda x: [x]
    if name in CHAIN:
        f = lambda x: anp.sum(anp.tanh(1.3 * x + 0.2) * anp.exp(-x * x))
        return case(f, raw("chain", 10_000_000)[: CHAIN[name]])
    if name.startswith("logistic"):
        x, y, w, b = logistic_data(name)

        def loss(w, b):
            p = 0.5 * anp.tanh((anp.dot(x, w) + b) / 2) + 0.5
            return -anp.sum(anp.log(p * y + (1 - p) * (1 - y)))

        return case(loss, w, b)
    if name == "recurrence":
        loop = lambda x, a, b: functools.reduce(lambda y, _: a * anp.sin(y) + b, range(STEPS), x)
        return case(loop, *AT, value=False)
    if name in ("mlp-relu", "mlp-tanh"):
        x, labels = images()
        activation = (lambda x: anp.maximum(x, 0)) if name == "mlp-relu" else anp.tanh

        def loss(*p):
            h = activation(anp.dot(x, p[0]) + p[1])
            h = activation(anp.dot(h, p[2]) + p[3])
            logits = anp.dot(h, p[4]) + p[5]
            return -anp.sum((logits - logsumexp(logits, 1, keepdims=True)) * labels) / 128

        return case(loss, *(x for pair in layers("mlp", LAYERS) for x in pair))
    if name.startswith("gmm"):
        f = functools.partial(objective, anp, logsumexp, anp.sum, wide("gmm-points", 10_000, 10))
        if name == "gmm":
            args = mixture()
            return lambda: f(*args), lambda x: [x]
        return case(f, *mixture())
    return None


def with_casadi(name):
    import casadi as ca

    def case(inputs, outputs, *args):
        f = ca.Function("f", [ca.vertcat(*inputs)], [ca.vertcat(*outputs)])
        return evaluate(f, np.array(args, np.float64).T)

    def evaluate(f, arguments):
        """Without conversions: the function reads and writes these buffers. One row for each evaluation of a map."""
        arguments, results = np.ascontiguousarray(arguments), np.zeros(f.numel_out(0))
        buffer, run = f.buffer()
        buffer.set_arg(0, memoryview(arguments))
        buffer.set_res(0, memoryview(results))
        rows = f.size1_out(0)
        return (lambda: (run(), results, buffer, arguments)), lambda result: list(result[1].reshape(-1, rows).T)

    if name.startswith("grad"):
        x = ca.SX.sym("x")
        y = ca.tanh(x)
        for _ in range({"grad": 1, "grad2": 2, "grad3": 3}[name.split("-")[0]]):
            y = ca.gradient(y, x)
        return case([x], [y], AT[0])
    if name == "recurrence":
        x, a, b = map(ca.SX.sym, "xab")
        y = functools.reduce(lambda y, _: a * ca.sin(y) + b, range(STEPS), x)
        return case([x, a, b], [ca.gradient(y, ca.vertcat(x, a, b))], *AT)
    if name == "logistic-4x3":
        x, y, w, b = logistic_data(name)
        v = ca.SX.sym("v", 4)
        p = 0.5 * ca.tanh((ca.mtimes(ca.DM(x.astype(float)), v[:3]) + v[3]) / 2) + 0.5
        loss = -ca.sum1(ca.log(p * y + (1 - p) * (1 - y)))
        f = ca.Function("f", [v], [ca.vertcat(loss, ca.gradient(loss, v))])
        return evaluate(f, np.append(w, b).astype(np.float64))
    if name.startswith("ba"):
        block, feature = ca.SX.sym("block", 15), ca.SX.sym("feature", 2)
        rows = ca.vertcat(*residual(ca, ca.vertsplit(block), ca.vertsplit(feature)))
        if name == "ba-jacobian":
            rows = ca.reshape(ca.jacobian(rows, block).T, 30, 1)
        columns, features = scene()
        f = ca.Function("f", [ca.vertcat(block, feature)], [ca.densify(rows)]).map(31_843)
        return evaluate(f, np.array([*columns, *features]).T)
    return None


def by_hand(name):
    """NumPy with derivatives written out."""
    if name in CHAIN:
        x = raw("chain", 10_000_000)[: CHAIN[name]]

        def run():
            t, e = np.tanh(1.3 * x + np.float32(0.2)), np.exp(-x * x)
            return (t * e).sum(), (1.3 * (1 - t * t) - 2 * x * t) * e

        return run, list
    if name.startswith("logistic"):
        x, y, w, b = logistic_data(name)

        def run():
            p = 0.5 * np.tanh((x @ w + b) / 2) + np.float32(0.5)
            residual = p - y
            return -np.log(p * y + (1 - p) * (1 - y)).sum(), residual @ x, residual.sum()

        return run, list
    if name in ("mlp-relu", "mlp-tanh"):
        x, labels = images()
        (w0, b0), (w1, b1), (w2, b2) = layers("mlp", LAYERS)
        relu = name == "mlp-relu"
        activation = (lambda x: np.maximum(x, 0)) if relu else np.tanh
        slope = (lambda h: h > 0) if relu else (lambda h: 1 - h * h)

        def run():
            h = activation(x @ w0 + b0)
            g = activation(h @ w1 + b1)
            logits = g @ w2 + b2
            shifted = logits - logits.max(1, keepdims=True)
            e = np.exp(shifted)
            total = e.sum(1, keepdims=True)
            d = (e / total - labels) / np.float32(128)
            dg = (d @ w2.T) * slope(g)
            dh = (dg @ w1.T) * slope(h)
            value = -((shifted - np.log(total)) * labels).sum() / 128
            return value, x.T @ dh, dh.sum(0), h.T @ dg, dg.sum(0), g.T @ d, d.sum(0)

        return run, list
    return None


def summary(arrays):
    numbers = np.concatenate([np.ravel(np.asarray(x, np.float64)) for x in arrays])
    weighted = numbers @ np.cos(1.0 + np.arange(len(numbers)) % 97)
    return len(numbers), numbers.sum(), abs(numbers).sum(), weighted


def clock(run, seconds):
    start = time.perf_counter()
    run()
    batch = max(1, int(seconds / 20 / (time.perf_counter() - start)))
    calls, start = 0, time.perf_counter()
    while True:
        for _ in range(batch):
            run()
        calls += batch
        elapsed = time.perf_counter() - start
        if elapsed >= seconds:
            return elapsed / calls * 1e6


def main():
    make = {"jax": with_jax, "jax-eager": with_jax, "torch": with_torch, "autograd": with_autograd}
    make |= {"casadi": with_casadi, "numpy": by_hand}
    cases = {}
    for line in sys.stdin:
        request, name, *rest = line.split()
        if request == "drop":
            cases.pop(name, None)
            print("dropped", flush=True)
            continue
        if name not in cases:
            cases[name] = make[LIBRARY](name)
        if cases[name] is None:
            print("none", flush=True)
        elif request == "check":
            run, arrays = cases[name]
            print(*summary(arrays(run())), flush=True)
        else:
            print(clock(cases[name][0], float(rest[0])), flush=True)


if __name__ == "__main__":
    main()
