"""The table of kernels/src/math/pieces/lgamma.rs: python3 lgamma.py > lgamma.rs  (needs mpmath and numpy).

ln Γ on [½, 8) in 16 pieces, which the exponent and the two upper digits of x number. A piece is
c0 + t·h + t·(c1 + t·k + t·(c2 + …)), t = x − centre. Next to the zeros 1 and 2 these are the centres, c0 is 0, and h and k, of few
digits, are the larger part of what they stand for: t·h and t·k are exact. Elsewhere h and k are 0 and the centre is chosen so
that c0 is almost an f32. Each coefficient is rounded before the next is fitted.
"""
import sys
import mpmath as m
import numpy as np

m.mp.dps = 40
DEGREE = 7
f = m.loggamma
f32 = lambda x: float(np.float32(x))
# By the left end of a piece: the zero beside it, h and k.
ZEROS = {
    0.75: (1.0, -0.75, 1.0),
    0.875: (1.0, -0.625, 0.875),
    1.0: (1.0, -0.5, 0.75),
    1.75: (2.0, 0.375, 0.25),
    2.0: (2.0, 0.5, 0.25),
}


def centre(low, high):
    """The f32 near the point between that is nearer to the smaller value, whose value is nearest to an f32."""
    a, b = abs(float(f(low))), abs(float(f(high)))
    start, half = low + (high - low) * (a**0.5 / (a**0.5 + b**0.5)), 0.15 * (high - low)
    ulp = lambda y: 2.0 ** (np.floor(np.log2(abs(y))) - 23)
    miss = lambda c: float(abs(f(m.mpf(c)) - f32(f(m.mpf(c))))) / ulp(float(f(m.mpf(c))))
    return min((f32(start + half * d) for d in np.linspace(-1, 1, 3000)), key=miss)


def slope(x, c, c0, h, k):
    """What c1 + t·(c2 + …) stands for."""
    return (f(m.mpf(x)) - c0) / (m.mpf(x) - c) - h - k * (m.mpf(x) - c)


def fit(low, high, c, c0, h, k):
    nodes = [(low + high) / 2 + (high - low) / 2 * np.cos(np.pi * (i + 0.5) / 120) for i in range(120)]
    t = np.array([x - c for x in nodes])
    scale = np.array([float(abs(m.mpf(d) / f(m.mpf(x)))) for d, x in zip(t, nodes)])
    rest = [slope(x, c, c0, h, k) for x in nodes]
    done = []
    for i in range(DEGREE):
        y = np.array([float(r) for r in rest])
        basis = np.array([t**j for j in range(DEGREE - i)]).T
        weights = np.ones(len(t))
        for _ in range(60):
            w = np.sqrt(weights) * scale
            a = np.linalg.lstsq(basis * w[:, None], y * w, rcond=None)[0]
            error = np.abs(basis @ a - y) * scale
            weights *= error / error.max()
            weights /= weights.max()
        done.append(f32(a[0]))
        rest = [(r - done[-1]) / (m.mpf(x) - c) for r, x in zip(rest, nodes)]
        scale = scale * np.abs(t)
    return done, float(np.abs(np.array([float(r) for r in rest]) * scale).max())


def main():
    edges = [2.0**e * (1 + i / 4) for e in range(-1, 3) for i in range(4)] + [8.0]
    rows = [None] * 16
    for i in range(16):
        low, high = edges[i], edges[i + 1]
        c, h, k = ZEROS.get(low, (None, 0.0, 0.0))
        c0 = 0.0
        if c is None:
            c = centre(low, high)
            c0 = f32(f(m.mpf(c)))
        coefficients, error = fit(low, high, c, c0, h, k)
        print(f"piece [{low}, {high}]: error 2^{np.log2(error):.1f}", file=sys.stderr)
        # Exponents count from 126 = −2 modulo 4.
        rows[(i + 8) % 16] = [c, c0, h, k] + coefficients
    short = lambda x: np.format_float_scientific(np.float32(x), unique=True, trim="0").replace("e+00", "")
    print("//! Made by `kernels/accuracy/fit/lgamma.py`.\n")
    print(f"pub(super) const TABLE: [[f32; 16]; {DEGREE + 4}] = [")
    for column in zip(*rows):
        print("    [" + ", ".join(short(x) for x in column) + "],")
    print("];")


main()
