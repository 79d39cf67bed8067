"""Numbers as people say them, rounded to what matters: 1.7M chips, $2.10, 31 %."""

from __future__ import annotations


def count(value: float) -> str:
    """A count in three figures at most.

    >>> [count(x) for x in (940.0, 19_800.0, 1_720_000.0, 32_000_000.0)]
    ['940', '20k', '1.7M', '32M']
    """
    for size, sign in ((1e12, "T"), (1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size * 0.9995:
            scaled = value / size
            digits = f"{scaled:.1f}".removesuffix(".0") if abs(scaled) < 9.95 else f"{scaled:.0f}"
            return digits + sign
    return f"{value:.0f}"


def dollars(value: float) -> str:
    """An amount of money.

    >>> [dollars(x) for x in (0.034, 2.1, 130.0, 4.12e9, -2.5e6)]
    ['$0.034', '$2.10', '$130', '$4.1bn', '-$2.5M']
    """
    sign, size = ("-" if value < 0 else ""), abs(value)
    if size >= 1000:
        return f"{sign}${count(size)}"
    if size >= 100 or size == 0:
        return f"{sign}${size:.0f}"
    return f"{sign}${size:.2f}" if size >= 0.1 else f"{sign}${size:.2g}"


def percent(share: float) -> str:
    """A share of one.

    >>> [percent(x) for x in (0.0, 0.004, 0.031, 0.31)]
    ['0%', '0.4%', '3%', '31%']
    """
    if 0 < share < 0.0095:
        return f"{100 * share:.1f}%"
    return f"{100 * share:.0f}%"


def number(many: int, one: str, several: str = "") -> str:
    """A count with its noun.

    >>> number(1, "idea"), number(3, "idea"), number(2, "company", "companies")
    ('1 idea', '3 ideas', '2 companies')
    """
    return f"{many} {one if many == 1 else several or one + 's'}"


def listed(names: list[str]) -> str:
    """Names in a sentence.

    >>> listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])
    ('A', 'A and B', 'A, B and C')
    """
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
