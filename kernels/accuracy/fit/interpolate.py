"""Coefficients of polynomials in f64: python3 interpolate.py NAME… (needs mpmath).

By interpolation at Chebyshev nodes, whose error is within some per cent of the smallest for functions as smooth as these. A
row of FITS: the function that the polynomial stands for, the end of the interval from 0, the number of coefficients, the weight
of its error.
"""
import sys
import mpmath as m

m.mp.dps = 60
QUARTER = (m.pi / 4) ** 2 * m.mpf("1.0002")
odd = lambda f: lambda u: (f(m.sqrt(u)) / m.sqrt(u) - 1) / u
FITS = {
    # ln(1 + f) = 2s + s³·P(s²), s = f/(2 + f)
    "ln": (lambda u: (m.log((1 + m.sqrt(u)) / (1 - m.sqrt(u))) / m.sqrt(u) - 2) / u, m.mpf("0.029445"), 8, lambda u: u),
    # f(x) = x + x³·P(x²)
    "sin": (odd(m.sin), QUARTER, 7, lambda u: u),
    "atan": (odd(m.atan), m.mpf("0.2501"), 14, lambda u: u),
    "asin": (odd(m.asin), m.mpf("0.25"), 14, lambda u: u),
    "asinh": (odd(m.asinh), m.mpf("0.25"), 14, lambda u: u),
    # cos x = 1 − x²/2 + x⁴·P(x²)
    "cos": (lambda u: (m.cos(m.sqrt(u)) - 1 + u / 2) / u**2, QUARTER, 7, lambda u: u**2),
}


def fit(name):
    f, end, count, weight = FITS[name]
    nodes = [end / 2 * (1 + m.cos(m.pi * (i + m.mpf(1) / 2) / count)) for i in range(count)]
    a = m.lu_solve(m.matrix([[x**k for k in range(count)] for x in nodes]), m.matrix([f(x) for x in nodes]))
    done = [float(c) for c in a]
    points = [end * (i + m.mpf(1) / 2) / 500 for i in range(500)]
    error = max(abs((f(x) - sum(c * x**k for k, c in enumerate(done))) * weight(x)) for x in points)
    print(f"/// {name}: error 2^{float(m.log(error, 2)):.1f}")
    print("[" + ", ".join(repr(c) for c in done) + "]")


for name in sys.argv[1:]:
    fit(name)
