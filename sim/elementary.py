"""Exponential, logarithm and their kin from IEEE basic operations alone.

The system's libm and numpy give other last bits on other processors; these do not, so a saved game
replays identically on any machine. Relative error stays below 4e-16 (checked in the tests).
"""

from __future__ import annotations

import math

import numpy as np

from tenfold.sim.compiled import compile_kernel

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
INVERSE_LN2 = 1.44269504088896338700
LN10 = 2.302585092994046
SQRT_HALF = 0.7071067811865476


LOWEST_POWER = -1022
POWERS_OF_TWO = np.ldexp(np.ones(2046), np.arange(LOWEST_POWER, 1024))
"""Exact: 2^-1022 to 2^1023."""
C2, C3, C4, C5 = 1.0 / 2.0, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0
C6, C7, C8, C9 = 1.0 / 720.0, 1.0 / 5040.0, 1.0 / 40320.0, 1.0 / 362880.0
C10, C11 = 1.0 / 3628800.0, 1.0 / 39916800.0
C12, C13 = 1.0 / 479001600.0, 1.0 / 6227020800.0

L3, L5, L7, L9, L11, L13 = 1.0 / 3.0, 1.0 / 5.0, 1.0 / 7.0, 1.0 / 9.0, 1.0 / 11.0, 1.0 / 13.0
L15, L17, L19, L21, L23 = 1.0 / 15.0, 1.0 / 17.0, 1.0 / 19.0, 1.0 / 21.0, 1.0 / 23.0


@compile_kernel
def exponential(x: float) -> float:
    """e to the x. Below -700 it is 0, above 700 it stays at the value of 700."""
    if x < -700.0:
        return 0.0
    if x > 700.0:
        x = 700.0
    k = math.floor(x * INVERSE_LN2 + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    # Taylor series to the 13th power, in pairs (they are computed side by side): |r| <= 0.347, so
    # the rest is below 1e-17.
    r2 = r * r
    r4 = r2 * r2
    low = (C2 + C3 * r) + r2 * (C4 + C5 * r)
    middle = (C6 + C7 * r) + r2 * (C8 + C9 * r)
    high = (C10 + C11 * r) + r2 * (C12 + C13 * r)
    tail = r2 * (low + r4 * (middle + r4 * high))
    scale: float = POWERS_OF_TWO[int(k) - LOWEST_POWER]
    return (1.0 + (r + tail)) * scale


@compile_kernel
def logarithm(x: float) -> float:
    """Natural logarithm of x > 0. For x <= 0 it stays at -745, the log of the smallest number."""
    if x <= 0.0:
        return -745.0
    m, e = math.frexp(x)
    if m < SQRT_HALF:
        m = m * 2.0
        e = e - 1
    f = (m - 1.0) / (m + 1.0)
    z = f * f
    # Series of atanh to the 23rd power, in pairs: |f| <= 0.172, so the rest is below 1e-18.
    z2 = z * z
    z4 = z2 * z2
    low = (L3 + L5 * z) + z2 * (L7 + L9 * z)
    middle = (L11 + L13 * z) + z2 * (L15 + L17 * z)
    high = (L19 + L21 * z) + z2 * L23
    tail = 2.0 * f * (z * (low + z4 * (middle + z4 * high)))
    return e * LN2_HIGH + (2.0 * f + (tail + e * LN2_LOW))


@compile_kernel
def decades(x: float) -> float:
    """Logarithm to the base ten."""
    return logarithm(x) / LN10


@compile_kernel
def power(x: float, y: float) -> float:
    """X to the y for x >= 0; 0 to any power is 0."""
    if x <= 0.0:
        return 0.0
    return exponential(y * logarithm(x))


@compile_kernel
def hyperbolic_tangent(x: float) -> float:
    """A smooth bound to -1..1."""
    if x > 20.0:
        return 1.0
    if x < -20.0:
        return -1.0
    e = exponential(2.0 * x)
    return (e - 1.0) / (e + 1.0)


@compile_kernel
def clip(x: float, low: float, high: float) -> float:
    """X kept within low..high."""
    if x < low:
        return low
    if x > high:
        return high
    return x


@compile_kernel
def normal_quantile(u: float) -> float:
    """The standard normal value below which a share u (0 < u < 1) lies.

    Source: Wichura (1988), algorithm AS 241 (PPND16), relative accuracy 1e-16.
    """
    q = u - 0.5
    if q > -0.425 and q < 0.425:
        r = 0.180625 - q * q
        top = 2509.0809287301226727
        top = top * r + 33430.575583588128105
        top = top * r + 67265.770927008700853
        top = top * r + 45921.953931549871457
        top = top * r + 13731.693765509461125
        top = top * r + 1971.5909503065514427
        top = top * r + 133.14166789178437745
        top = top * r + 3.387132872796366608
        low = 5226.495278852545925
        low = low * r + 28729.085735721942674
        low = low * r + 39307.89580009271061
        low = low * r + 21213.794301586595867
        low = low * r + 5394.1960214247511077
        low = low * r + 687.1870074920579083
        low = low * r + 42.313330701600911252
        low = low * r + 1.0
        return q * top / low
    r = u if q < 0.0 else 1.0 - u
    value = _normal_tail(math.sqrt(-logarithm(r)))
    return -value if q < 0.0 else value


@compile_kernel
def _normal_tail(r: float) -> float:
    if r <= 5.0:
        r = r - 1.6
        top = 7.7454501427834140764e-4
        top = top * r + 0.0227238449892691845833
        top = top * r + 0.24178072517745061177
        top = top * r + 1.27045825245236838258
        top = top * r + 3.64784832476320460504
        top = top * r + 5.7694972214606914055
        top = top * r + 4.6303378461565452959
        top = top * r + 1.42343711074968357734
        low = 1.05075007164441684324e-9
        low = low * r + 5.475938084995344946e-4
        low = low * r + 0.0151986665636164571966
        low = low * r + 0.14810397642748007459
        low = low * r + 0.68976733498510000455
        low = low * r + 1.6763848301838038494
        low = low * r + 2.05319162663775882187
        low = low * r + 1.0
        return top / low
    r = r - 5.0
    top = 2.01033439929228813265e-7
    top = top * r + 2.71155556874348757815e-5
    top = top * r + 0.0012426609473880784386
    top = top * r + 0.026532189526576123093
    top = top * r + 0.29656057182850489123
    top = top * r + 1.7848265399172913358
    top = top * r + 5.4637849111641143699
    top = top * r + 6.6579046435011037772
    low = 2.04426310338993978564e-15
    low = low * r + 1.4215117583164458887e-7
    low = low * r + 1.8463183175100546818e-5
    low = low * r + 7.868691311456132591e-4
    low = low * r + 0.0148753612908506148525
    low = low * r + 0.13692988092273580531
    low = low * r + 0.59983220655588793769
    low = low * r + 1.0
    return top / low
