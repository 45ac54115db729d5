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
def scaled_erfc(a):
    """e^(a²) erfc a·(1 + 1.5a), by DLMF 7.12.1 for large a."""
    if a < 20:
        return m.exp(a * a) * m.erfc(a) * (1 + m.mpf("1.5") * a)
    series = sum((-1) ** n * m.fac2(2 * n - 1) / (2 * a * a) ** n for n in range(40))
    return series / (a * m.sqrt(m.pi)) * (1 + m.mpf("1.5") * a)


FITS = {
    # ln(1 + f) = 2s + s³·P(s²), s = f/(2 + f)
    "ln": (lambda u: (m.log((1 + m.sqrt(u)) / (1 - m.sqrt(u))) / m.sqrt(u) - 2) / u, 0, m.mpf("0.029445"), 8, lambda u: u),
    # f(x) = x + x³·P(x²)
    "sin": (odd(m.sin), 0, QUARTER, 7, lambda u: u),
    "atan": (odd(m.atan), 0, m.mpf("0.2501"), 14, lambda u: u),
    "asin": (odd(m.asin), 0, m.mpf("0.25"), 14, lambda u: u),
    "asinh": (odd(m.asinh), 0, m.mpf("0.25"), 14, lambda u: u),
    # cos x = 1 − x²/2 + x⁴·P(x²)
    "cos": (lambda u: (m.cos(m.sqrt(u)) - 1 + u / 2) / u**2, 0, QUARTER, 7, lambda u: u**2),
    # erf x = x + x·P(x²)
    "erf": (lambda u: m.erf(m.sqrt(u)) / m.sqrt(u) - 1, m.mpf("1e-30"), m.mpf("0.5626"), 12, lambda u: 1),
    # e^(a²) erfc a·(1 + 1.5a) in t = (a − 3)/(a + 3), up to a = 28 and, for f32, 10.5
    "erfc": (lambda t: scaled_erfc(3 * (1 + t) / (1 - t)), -1, m.mpf(25) / 31, 26, lambda t: 1),
    "erfc_slope": (lambda t: m.diff(lambda t: scaled_erfc(3 * (1 + t) / (1 - t)), t), -1, m.mpf(25) / 31, 6, lambda t: 1),
    "erfc_f32": (lambda t: scaled_erfc(3 * (1 + t) / (1 - t)), -1, m.mpf("7.5") / m.mpf("13.5"), 12, lambda t: 1),
}


def fit(name):
    f, low, high, count, weight = FITS[name]
    nodes = [(low + high) / 2 + (high - low) / 2 * m.cos(m.pi * (i + m.mpf(1) / 2) / count) for i in range(count)]
    a = m.lu_solve(m.matrix([[x**k for k in range(count)] for x in nodes]), m.matrix([f(x) for x in nodes]))
    done = [float(c) for c in a]
    points = [low + (high - low) * (i + m.mpf(1) / 2) / 500 for i in range(500)]
    error = max(abs((f(x) - sum(c * x**k for k, c in enumerate(done)) - (a[0] - done[0])) * weight(x)) for x in points)
    print(f"/// {name}: error 2^{float(m.log(error, 2)):.1f}, the first coefficient lacks {float(a[0] - done[0])!r}")
    print("[" + ", ".join(repr(c) for c in done) + "]")


for name in sys.argv[1:]:
    fit(name)
