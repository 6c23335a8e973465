"""Reference values for the statistics of the analytics service, none of them computed with our own code.

    python compute_references.py

writes the JSON files beside it, except survival.json, which is written by survival.R. Versions are in README.md.
"""

import json
import math
from fractions import Fraction
from pathlib import Path

import mpmath as mp
import numpy as np
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

mp.mp.dps = 40
HERE = Path(__file__).parent


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=1, default=float) + "\n")
    print(name, flush=True)


# Distributions: root finding and sums in 40 digits ------------------------------------------------------------------


def normal_quantile(p):
    """p is the double that the function under test is handed, taken at its exact value."""
    p = mp.mpf(p)
    return mp.findroot(lambda x: mp.log(mp.erfc(-x / mp.sqrt(2)) / 2) - mp.log(p), float(stats.norm.ppf(float(p))))


def t_quantile(tail, v):
    """Newton's method; the distribution function is the integral of the density, numerically."""
    tail, v = mp.mpf(tail), mp.mpf(v)
    constant = mp.exp(mp.loggamma((v + 1) / 2) - mp.loggamma(v / 2)) / mp.sqrt(v * mp.pi)

    def density(t):
        return constant * mp.exp(-(v + 1) / 2 * mp.log1p(t * t / v))

    def upper(t):
        # In angles, so that the integrand stays smooth where the tail is long.
        return 0.5 - mp.quad(lambda a: density(mp.sqrt(v) * mp.tan(a)) * mp.sqrt(v) / mp.cos(a) ** 2, [0, mp.atan(t / mp.sqrt(v)) / 2, mp.atan(t / mp.sqrt(v))])

    t = mp.mpf(float(stats.t.isf(float(tail), float(v))))
    for _ in range(3):
        reached = upper(t)
        t *= mp.exp(mp.log(reached / tail) * reached / (t * density(t)))
    assert abs(upper(t) / tail - 1) < mp.mpf(10) ** -25
    return t


def binomial_lower_tail(n, p, tail):
    """The largest k with P(X <= k) <= tail: exact fractions for small n, else sums in 40 digits."""
    p, tail = Fraction(p), Fraction(tail)
    if n <= 300:
        total, k = Fraction(0), -1
        while k < n:
            more = total + math.comb(n, k + 1) * p ** (k + 1) * (1 - p) ** (n - k - 1)
            if more > tail:
                break
            total, k = more, k + 1
        return k, float(total)

    chance = mp.mpf(p.numerator) / p.denominator

    def cdf(k):
        term = mp.exp(mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)) * chance**k * (1 - chance) ** (n - k)
        total = mp.mpf(0)
        while k >= 0 and term > total * mp.mpf(10) ** -30:
            total += term
            term *= k * (1 - chance) / ((n - k + 1) * chance)
            k -= 1
        return total

    limit = mp.mpf(tail.numerator) / tail.denominator
    k = int(stats.binom.ppf(float(tail), n, float(p)))
    while cdf(k) > limit:
        k -= 1
    while cdf(k + 1) <= limit:
        k += 1
    return k, float(cdf(k))


def distributions():
    return {
        "normal": [
            {"p": p, "quantile": float(normal_quantile(p))}
            for p in [1e-300, 1e-20, 1e-10, 0.001, 0.005, 0.025, 0.05, 0.1, 0.3, 0.49, 0.5 + 1e-9, 0.6, 0.9, 0.975, 0.9999]
        ],
        "studentT": [
            {"tail": tail, "degreesOfFreedom": v, "quantile": float(t_quantile(tail, v))}
            for v in [1, 2, 3, 4, 5, 10, 29, 99, 100, 101, 1000, 50_000, 1_000_000, 100_000_000]
            for tail in [0.4, 0.25, 0.1, 0.05, 0.025, 0.005, 0.0005]
        ],
        "binomial": [
            {"n": n, "p": p, "tail": tail, "k": k, "probability": probability}
            for n in [1, 2, 5, 6, 8, 9, 17, 18, 40, 101, 300, 966, 967, 5000, 100_000, 3_000_000]
            for p in [0.25, 0.5, 0.75]
            for tail in [0.05, 0.025, 0.005]
            for k, probability in [binomial_lower_tail(n, p, tail)]
        ],
    }


# Proportions ----------------------------------------------------------------------------------------------------------


def wilson():
    cases = [(81, 263), (15, 148), (0, 20), (1, 29), (29, 29), (1, 1), (0, 1), (11, 12), (3, 1_000_000), (999_998, 1_000_000)]
    return {
        "computed": [
            {"successes": x, "total": n, "confidence": c, "lower": lower, "upper": upper}
            for x, n in cases
            for c in [0.8, 0.95, 0.99]
            for lower, upper in [wilson_limits(x, n, c)]
        ],
        # Newcombe 1998, Statistics in Medicine 17:857-872, Table I, method 3, 95 %.
        "published": [
            {"successes": 81, "total": 263, "lower": 0.2553, "upper": 0.3662},
            {"successes": 15, "total": 148, "lower": 0.0624, "upper": 0.1605},
            {"successes": 0, "total": 20, "lower": 0.0000, "upper": 0.1611},
            {"successes": 1, "total": 29, "lower": 0.0061, "upper": 0.1718},
        ],
    }


def wilson_limits(x, n, confidence):
    """The roots of (x/n - p)² = z² p (1 - p) / n in 40 digits; statsmodels has to agree as far as its doubles reach."""
    z = -normal_quantile((1 - mp.mpf(confidence)) / 2)
    a, b, c = 1 + z * z / n, -(2 * mp.mpf(x) / n + z * z / n), (mp.mpf(x) / n) ** 2
    root = mp.sqrt(b * b - 4 * a * c)
    lower, upper = float((-b - root) / (2 * a)), float((-b + root) / (2 * a))
    assert np.allclose(proportion_confint(x, n, alpha=1 - confidence, method="wilson"), (lower, upper), rtol=1e-9, atol=1e-15)
    return lower, upper


# Means ----------------------------------------------------------------------------------------------------------------


def means():
    generator = np.random.default_rng(7)
    samples = {
        "scores": generator.integers(-10_000, 10_001, 250),
        "two": np.array([1500, 2750]),
        "equal": np.full(40, 3333),
        # Squares near 1e24: their sum and the squared sum agree in all sixteen digits of a double.
        "far from zero": np.array([1_000_000_000_000 + d for d in (0, 1000, 2000, 1000, 3000)], dtype=object),
        "many": generator.integers(-100_000, 100_001, 20_000),
    }
    result = []
    for name, sample in samples.items():
        values = [int(value) for value in sample]
        n, total, squares = len(values), sum(values), sum(value * value for value in values)
        mean = Fraction(total, 1000 * n)
        variance = sum((Fraction(value, 1000) - mean) ** 2 for value in values) / (n - 1)
        deviation = mp.sqrt(mp.mpf(variance.numerator) / variance.denominator)
        for confidence in [0.9, 0.95, 0.99]:
            reach = t_quantile((1 - mp.mpf(confidence)) / 2, n - 1) * deviation / mp.sqrt(n)
            centre = mp.mpf(mean.numerator) / mean.denominator
            case = {
                **{"name": name, "confidence": confidence, "n": n, "sum": str(total), "sumOfSquares": str(squares)},
                **{"mean": float(centre), "standardDeviation": float(deviation)},
                **{"lower": float(centre - reach), "upper": float(centre + reach)},
            }
            if name in ("scores", "many"):
                low, high = stats.t.interval(confidence, n - 1, float(centre), float(deviation) / math.sqrt(n))
                assert np.allclose([low, high], [case["lower"], case["upper"]], rtol=1e-10)
            result.append(case)
    return result


# Medians and quartiles ------------------------------------------------------------------------------------------------


def quartiles():
    generator = np.random.default_rng(11)
    samples = {
        "five": generator.integers(0, 11, 5),
        "six": generator.integers(0, 11, 6),
        "seventeen": generator.integers(0, 11, 17),
        "eighteen": generator.integers(0, 11, 18),
        "odi": generator.integers(0, 51, 401) * 2,
        "even": generator.integers(-100_000, 100_000, 1000),
        "large": generator.integers(-30, 71, 200_000),
    }
    return [quartile_case(name, sample, confidence) for name, sample in samples.items() for confidence in (0.9, 0.95, 0.99)]


def quartile_case(name, sample, confidence):
    ordered = np.sort(sample)
    n = len(ordered)
    # As the double that (1 - confidence) / 2 is: a tail may end right on it.
    tail = (1 - confidence) / 2
    quantiles = {}
    for key, p in (("lower", 0.25), ("median", 0.5), ("upper", 0.75)):
        low, below = binomial_lower_tail(n, p, tail)
        high, above = binomial_lower_tail(n, 1 - p, tail)
        first, last = low + 1, n - high
        known = first >= 1 and last <= n
        quantiles[key] = {
            "value": float(np.quantile(ordered, p, method="linear")),
            "interval": {"lower": int(ordered[first - 1]), "upper": int(ordered[last - 1])} if known else None,
            "coverage": 1 - below - above if known else None,
        }
        if known:
            tested = stats.quantile_test(ordered, q=float(ordered[n // 2]), p=p).confidence_interval(confidence)
            assert (tested.low, tested.high) == (ordered[first - 1], ordered[last - 1]), (name, key, tested)
    values, counts = np.unique(ordered, return_counts=True)
    cells = [[int(value), int(count)] for value, count in zip(values, counts)]
    return {"name": name, "confidence": confidence, "n": n, "cells": cells, **quantiles}


# Control charts -------------------------------------------------------------------------------------------------------


def p_chart():
    # Montgomery 2009, Introduction to Statistical Quality Control, Table 7.1: cans of orange juice, 30 samples of 50.
    # Printed there: centre 0.2313, limits 0.0524 and 0.4102, samples 15 and 23 outside.
    cans = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
    generator = np.random.default_rng(3)
    varying = [(int(generator.binomial(n, 0.7)), int(n)) for n in generator.integers(0, 120, 36)]
    charts = []
    for name, months in (("orange juice", [(x, 50) for x in cans]), ("varying", varying)):
        centre = mp.mpf(sum(x for x, _ in months)) / sum(n for _, n in months)
        limits = []
        for x, n in months:
            reach = 3 * mp.sqrt(centre * (1 - centre) / n) if n else mp.inf
            limits.append(
                {
                    **{"successes": x, "total": n},
                    "lower": float(centre - reach) if centre > reach else None,
                    "upper": float(centre + reach) if centre + reach < 1 else None,
                    "tooSmall": bool(n * centre < 5 or n * (1 - centre) < 5),
                }
            )
        charts.append({"name": name, "centre": float(centre), "months": limits})
    return charts


# Interval-censored survival -------------------------------------------------------------------------------------------

# Finkelstein and Wolfe 1985, Biometrics 41:933-945: months until breast retraction, (left, right], 0 for never seen.
RADIOTHERAPY = """45 0,6 10,0 7,46 0,46 0,7 16,17 0,7 14,37 44,0 8,4 11,15 0,11 15,22 0,46 0,46 0,25 37,46 0,26 40,46 0,
27 34,36 44,46 0,36 48,37 0,40 0,17 25,46 0,11 18,38 0,5 12,37 0,0 5,18 0,24 0,36 0,5 11,19 35,17 25,24 0,32 0,33 0,19 26,
37 0,34 0,36 0"""
WITH_CHEMOTHERAPY = """8 12,0 22,24 31,17 27,17 23,24 30,16 24,13 0,11 13,16 20,18 25,17 26,32 0,23 0,44 48,14 17,0 5,5 8,
12 20,11 0,33 40,31 0,13 39,19 32,34 0,13 0,16 24,35 0,15 22,11 17,22 32,10 35,30 34,13 0,10 17,8 21,4 9,11 0,14 19,4 8,34 0,
30 36,18 24,16 60,35 39,21 0,11 20,48 0"""


def parse(text):
    rows = [tuple(map(int, row.split())) for row in text.replace("\n", "").split(",")]
    return [(left, right if right > 0 else None) for left, right in rows]


def relief(seed, people, jitter):
    """Courses of relief: some never had any (exact day 0), the others are seen at visits near the nominal days."""
    generator = np.random.default_rng(seed)
    rows = []
    for _ in range(people):
        if generator.random() < 0.2:
            rows.append((0, 0))
            continue
        end = generator.weibull(0.9) * 150
        visits = [day + int(generator.integers(-jitter, jitter + 1)) for day in (14, 42, 91, 182, 365)]
        visits = [day for day in visits if generator.random() < 0.75]
        after = max([day for day in visits if day < end], default=0)
        rows.append((after, min([day for day in visits if day >= end], default=None)))
    return rows


def covers(row, interval):
    """Whether the interval lies within the row. Both are (after, until], or one exact day."""
    (left, right), (after, until) = row, interval
    if left == right:
        return after == until == left
    begins = after > left if after == until else after >= left
    return begins and (right is None or (until is not None and until <= right))


def innermost(rows):
    """From the definition: a left and a right end with no left or right end between them."""
    lefts = {(left, 0 if left == right else 1) for left, right in rows}
    rights = {(math.inf, 0) if right is None else (right, 0) for _, right in rows}
    found = []
    for left in lefts:
        for right in rights:
            if right < left:
                continue
            blocked = any(left < other <= right for other in lefts) or any(left <= other < right for other in rights)
            if not blocked:
                found.append((left[0], None if right[0] == math.inf else right[0]))
    return sorted(found, key=lambda pair: (pair[0], math.inf if pair[1] is None else pair[1]))


def npmle(rows):
    """Self-consistency (Turnbull 1976) for long, then Newton's method in 40 digits on the intervals that kept mass."""
    intervals = innermost(rows)
    inside = np.array([[float(covers(row, interval)) for interval in intervals] for row in rows])
    assert (inside.sum(axis=1) > 0).all()
    masses = np.full(len(intervals), 1 / len(intervals))
    for _ in range(20_000):
        masses = masses * (inside / (inside @ masses)[:, None]).mean(axis=0)
    support = [j for j, mass in enumerate(masses) if mass > 1e-6]
    part = mp.matrix(inside[:, support].tolist())
    p = mp.matrix([masses[j] for j in support])
    n = len(rows)
    for _ in range(12):
        reach = part * p
        gradient = mp.matrix([sum(part[i, j] / reach[i] for i in range(n)) / n - 1 for j in range(len(support))])
        p = p + mp.lu_solve(information(part, reach, n), gradient)
    reach = part * p
    assert abs(sum(p) - 1) < 1e-30 and min(p) > 0
    slopes = [sum(mp.mpf(inside[i, j]) / reach[i] for i in range(n)) / n for j in range(len(intervals))]
    assert max(slopes) < 1 + mp.mpf(10) ** -30, max(slopes)
    return intervals, support, p, part, float(max(s for j, s in enumerate(slopes) if j not in support or s > 1) if len(support) < len(intervals) else 1)


def information(part, reach, n):
    size = part.cols
    return mp.matrix([[sum(part[i, j] * part[i, k] / reach[i] ** 2 for i in range(n)) / n for k in range(size)] for j in range(size)])


def errors_of_survival(part, p):
    """By numeric second differences of the likelihood of all masses but the last, its inverse, and the delta method."""
    size, h = part.cols, mp.mpf(10) ** -14
    rows = [tuple(int(part[i, j]) for j in range(size)) for i in range(part.rows)]
    counts = {row: rows.count(row) for row in set(rows)}

    def likelihood(free):
        masses = list(free) + [1 - sum(free)]
        return sum(count * mp.log(sum(m for m, one in zip(masses, row) if one)) for row, count in counts.items())

    def shifted(*places):
        free = [p[j] for j in range(size - 1)]
        for place, times in places:
            free[place] += times * h
        return likelihood(free)

    hessian = mp.matrix(size - 1, size - 1)
    for j in range(size - 1):
        for k in range(j, size - 1):
            second = shifted((j, 1), (k, 1)) - shifted((j, 1), (k, -1)) - shifted((j, -1), (k, 1)) + shifted((j, -1), (k, -1))
            hessian[j, k] = hessian[k, j] = -second / (4 * h * h)
    covariance = hessian**-1
    return [mp.sqrt(sum(covariance[a, b] for a in range(j + 1) for b in range(j + 1))) for j in range(size - 1)]


def turnbull_case(name, rows, confidence=0.95):
    intervals, support, p, part, _ = npmle(rows)
    errors = errors_of_survival(part, p)
    z = -normal_quantile((1 - mp.mpf(confidence)) / 2)
    drops, survival = [], mp.mpf(1)
    for place, j in enumerate(support):
        survival -= p[place]
        last = place == len(support) - 1
        interval = None
        if not last:
            theta = mp.log(-mp.log(survival))
            reach = z * errors[place] / (survival * mp.log(survival))
            limits = sorted(mp.exp(-mp.exp(theta + sign * reach)) for sign in (1, -1))
            interval = {"lower": float(limits[0]), "upper": float(limits[1])}
        drops.append(
            {
                **{"after": intervals[j][0], "until": intervals[j][1], "mass": float(p[place])},
                **{"survival": 0.0 if last else float(survival), "interval": interval},
            }
        )
    cells = {}
    for row in rows:
        cells[row] = cells.get(row, 0) + 1
    return {
        "name": name,
        "n": len(rows),
        "confidence": confidence,
        "cells": [{"after": after, "until": until, "count": count} for (after, until), count in cells.items()],
        "innermost": len(intervals),
        "drops": drops,
    }


def turnbull():
    return [
        turnbull_case("radiotherapy", parse(RADIOTHERAPY)),
        turnbull_case("radiotherapy and chemotherapy", parse(WITH_CHEMOTHERAPY), 0.9),
        turnbull_case("relief, visits on nominal days", relief(1, 300, 0)),
        turnbull_case("relief, visits around nominal days", relief(2, 200, 6)),
    ]


if __name__ == "__main__":
    write("turnbull.json", turnbull())
    write("distributions.json", distributions())
    write("wilson.json", wilson())
    write("means.json", means())
    write("quartiles.json", quartiles())
    write("p-chart.json", p_chart())
