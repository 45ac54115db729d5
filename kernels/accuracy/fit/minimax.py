"""Coefficients of polynomials in f32, each rounded before the next is fitted: python3 minimax.py NAME (needs mpmath, numpy).

By weighted least squares at Chebyshev nodes with Lawson's weights. A row of FITS: the function that the polynomial stands
for, the interval, the number of coefficients, the weight of its error.
"""
import sys
import mpmath as m
import numpy as np

m.mp.dps = 50
H = m.log(2) / 2 * m.mpf("1.0005")
FITS = {
    # eʳ = 1 + r + r²·Q(r)
    "exp": (lambda r: (m.exp(r) - 1 - r) / r**2, -H, H, 5, lambda r: r**2 / m.exp(r)),
    # 2ʳ = 1 + r·ln 2 + r²·Q(r)
    "exp2": (lambda r: (m.power(2, r) - 1 - r * m.log(2)) / r**2, -0.5, 0.5, 5, lambda r: r**2 / m.power(2, r)),
    # f(x) = x + x³·P(x²), in u = x²
    "sinh": (lambda u: (m.sinh(m.sqrt(u)) / m.sqrt(u) - 1) / u, 0, 1, 4, lambda u: u),
    "asin": (lambda u: (m.asin(m.sqrt(u)) / m.sqrt(u) - 1) / u, 0, 0.25, 5, lambda u: u),
    "asinh": (lambda u: (m.asinh(m.sqrt(u)) / m.sqrt(u) - 1) / u, 0, 0.25, 7, lambda u: u),
    "atanh": (lambda u: (m.atanh(m.sqrt(u)) / m.sqrt(u) - 1) / u, 0, 0.25, 8, lambda u: u),
    "atan": (lambda u: (m.atan(m.sqrt(u)) / m.sqrt(u) - 1) / u, 0, 0.2505, 6, lambda u: u),
    "tan": (lambda u: (m.tan(m.sqrt(u)) / m.sqrt(u) - 1) / u, 0, 0.6178, 8, lambda u: u),
}


def fit(name):
    f, low, high, count, weight = FITS[name]
    low, high = m.mpf(low), m.mpf(high)
    nodes = [(low + high) / 2 + (high - low) / 2 * m.cos(m.pi * (i + m.mpf(1) / 2) / 200) for i in range(200)]
    rest = [f(x) for x in nodes]
    scale = np.array([abs(float(weight(x))) for x in nodes])
    t = np.array([float(x) for x in nodes])
    done = []
    for k in range(count):
        y = np.array([float(r) for r in rest])
        basis = np.array([t**j for j in range(count - k)]).T
        lawson = np.ones(len(t))
        for _ in range(100):
            w = np.sqrt(lawson) * scale
            a = np.linalg.lstsq(basis * w[:, None], y * w, rcond=None)[0]
            error = np.abs(basis @ a - y) * scale
            lawson *= error / error.max()
            lawson /= lawson.max()
        done.append(float(np.float32(a[0])))
        rest = [(r - done[-1]) / x for r, x in zip(rest, nodes)]
        scale = scale * np.abs(t)
    error = np.abs(np.array([float(r) for r in rest]) * scale).max()
    print(name, [np.format_float_scientific(np.float32(c), unique=True) for c in done], f"error 2^{np.log2(error):.2f}")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        fit(name)
