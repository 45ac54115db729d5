"""The tables of kernels/src/math/pieces/: python3 pieces.py tanh > tanh.rs  (needs mpmath and numpy).

An odd function f of |x| in 16 pieces, which the upper bits of v = |x|·scale + 1 number: four in each of [1, 2) to [8, 16).
A piece is c0 + t·(c1 + t·(c2 + …)), t = |x| − centre, where the centre is chosen so that f(centre) is almost an f32.
The piece at 0 has the centre 0 and is |x| + |x|·(c1 + …). Each coefficient is rounded before the next is fitted.
"""
import sys
import mpmath as m
import numpy as np

m.mp.dps = 40
DEGREE = 6
FUNCTIONS = {"tanh": (m.tanh, 1.6625), "erf": (m.erf, 3.815)}
f32 = lambda x: float(np.float32(x))


def centre(f, low, high):
    """The f32 near the middle whose value is nearest to an f32; far from it only where f is almost constant."""
    middle, half = (low * high) ** 0.5, (high - low) / 2  # more to the left, where ulps are smaller
    ulp = lambda y: 2.0 ** (np.floor(np.log2(y)) - 23)
    miss = lambda c: float(abs(f(m.mpf(c)) - f32(f(m.mpf(c))))) / ulp(float(f(m.mpf(c))))
    for width in (0.02, 0.2, 0.9):
        best = min((f32(middle + half * d) for d in np.linspace(-width, width, 2000)), key=miss)
        if miss(best) < 0.01:
            break
    return best


def fit(f, low, high, c, c0):
    """c1, …, rounded one after the other, by weighted least squares at Chebyshev nodes with Lawson's weights."""
    first = c == 0
    nodes = [(low + high) / 2 + (high - low) / 2 * np.cos(np.pi * (i + 0.5) / 120) for i in range(120)]
    t = np.array([x - c for x in nodes])
    scale = np.array([float(abs(m.mpf(d) / f(m.mpf(x)))) for d, x in zip(t, nodes)])
    # The slope of the chord, less 1 in the piece at 0.
    rest = [(f(m.mpf(x)) - c0) / (m.mpf(x) - c) - (1 if first else 0) for x in nodes]
    done = []
    for k in range(DEGREE):
        y = np.array([float(r) for r in rest])
        basis = np.array([t**j for j in range(DEGREE - k)]).T
        weights = np.ones(len(t))
        for _ in range(60):
            w = np.sqrt(weights) * scale
            a = np.linalg.lstsq(basis * w[:, None], y * w, rcond=None)[0]
            error = np.abs(basis @ a - y) * scale
            weights *= error / error.max()
            weights /= weights.max()
        coefficient = f32(a[0])
        done.append(coefficient)
        rest = [(r - coefficient) / (m.mpf(x) - c) for r, x in zip(rest, nodes)]
        scale = scale * np.abs(t)
    return done, float(np.abs(np.array([float(r) for r in rest]) * scale).max())


def main(name):
    f, k = FUNCTIONS[name]
    k = f32(k)
    edges = [2**e * (1 + i / 4) for e in range(4) for i in range(4)] + [16]
    rows = [None] * 16
    for i in range(16):
        low, high = (edges[i] - 1) / k, (edges[i + 1] - 1) / k
        c = 0.0 if i == 0 else centre(f, low, high)
        c0 = f32(f(m.mpf(c)))
        coefficients, error = fit(f, low, high, c, c0)
        print(f"piece {i} [{low:.4f}, {high:.4f}]: error 2^{np.log2(error):.1f}, value of the centre "
              f"{float((f(m.mpf(c)) - c0)):.1e}", file=sys.stderr)
        # Exponents count from 127 = −1 modulo 4.
        rows[(i + 12) % 16] = [c, c0] + coefficients
    short = lambda x: np.format_float_scientific(np.float32(x), unique=True, trim="0").replace("e+00", "")
    print(f"//! Made by `kernels/accuracy/fit/pieces.py {name}`.\n")
    print(f"pub(super) const TABLE: [[f32; 16]; {DEGREE + 2}] = [")
    for column in zip(*rows):
        print("    [" + ", ".join(short(x) for x in column) + "],")
    print("];")


main(sys.argv[1])
