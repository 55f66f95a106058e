"""Exact intervals of scores, for where draws have no width: a tagger without an error on few cases may yet make some.

A share's is the binomial one (Clopper and Pearson 1934). F1 is a function of a share, of the cases right among all that
are or are said to be cases: with that share J it is 2 J / (1 + J), and so are the ends of its interval (the
Clopper-Pearson method in Lam, Gopal and Qian 2023, arXiv:2309.14621).
"""

from __future__ import annotations

from scipy.special import betaincinv

__all__ = ["exact_f1", "exact_share"]

OUTSIDE = 0.025
"""Of the probability, on either side of a 95 % interval."""


def exact_share(share: float, cases: int) -> tuple[float, float]:
    """The ends of a share's interval.

    Args:
        share: of the cases, between 0 and 1.
        cases: how many independent ones there are; of none nothing is known.
    """
    if cases == 0:
        return 0.0, 1.0
    held = share * cases
    low = 0.0 if share <= 0 else float(betaincinv(held, cases - held + 1, OUTSIDE))
    high = 1.0 if share >= 1 else float(betaincinv(held + 1, cases - held, 1 - OUTSIDE))
    return low, high


def exact_f1(share: float, cases: int) -> tuple[float, float]:
    """The ends of an F1's interval.

    Args:
        share: of what is a case or said to be one, how much is both.
        cases: in how many independent cases there is any.
    """
    low, high = exact_share(share, cases)
    return 2 * low / (1 + low), 2 * high / (1 + high)
