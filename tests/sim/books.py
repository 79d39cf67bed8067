"""What must add up in any world at any month, whoever plays and whatever the parameters.

Each check takes a race that has passed at least one month and says by assertion what does not hold.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from tenfold.sim.race import Race
from tenfold.sim.world import FLOP_PER_CHIP_SECOND, PRODUCTS, SECONDS_PER_MONTH

FloatArray = NDArray[np.float64]

EXACT = 1e-9
"""Relative error that sums in another order may leave."""
CHANNELS = ("compute_legal", "compute_domestic", "compute_rented", "compute_smuggled")
COSTS = (
    "cost_compute", "cost_prepaid", "cost_salaries", "cost_data", "cost_tokens", "cost_affairs",
)  # fmt: skip
PARTS = (
    "part_compute", "part_own", "part_copied", "part_scale", "part_data", "part_post",
    "part_knowhow", "part_testing", "part_size", "part_noise",
)  # fmt: skip
SIGNED = {
    "cash", "confidence", "rescue", "reasoning", "backing",
    "part_compute", "part_post", "part_data", "part_knowhow", "part_testing", "part_size",
    "part_noise", "part_scale",
    "new_capability",
    "subsidy", "capability", "internal_capability", "public_score", "open_capability",
    "closed_capability", "frontier",
}  # fmt: skip
"""Columns that may be below zero; all others may not."""
SHARES = (
    "share_experiments", "share_training", "share_serving", "token_share", "revenue_share",
)  # fmt: skip
MARKET_SHARES = ("legal_share", "enforcement", "outside", "hosted")


def close(left: Any, right: Any, scale: Any = 0.0, *, what: str) -> None:
    """Both sides are equal, to a relative error of what is added up."""
    size = np.maximum(np.maximum(np.abs(left), np.abs(right)), scale)
    off = np.abs(left - right) > EXACT * np.maximum(size, 1e-12)
    assert not off.any(), f"{what}: {np.argwhere(off)[:5].tolist()} differ"


def check_compute(race: Race) -> None:
    """Channels add up to compute; the three uses of compute add up to one while a lab is active."""
    history = race.history
    channels = sum(history.series(name) for name in CHANNELS)
    close(channels, history.series("compute"), what="channels of compute")
    uses = sum(history.series(name) for name in SHARES[:3])
    playing = history.series("active") > 0.0
    assert_allclose(np.where(playing, uses, 1.0), 1.0, rtol=0.0, atol=2e-6)


def check_money(race: Race) -> None:
    """Every dollar of a month is accounted for, in every lab that was active when it began."""
    h = race.history
    cash, active = h.series("cash"), h.series("active") > 0
    costs = sum(h.series(name) for name in COSTS)
    close(costs, h.series("spending"), what="costs and spending")
    came = h.series("backing") + h.series("revenue") + h.series("rescue")
    came = came + h.series("income_affairs")
    scale = np.abs(cash[:, :-1]) + np.abs(came[:, 1:]) + h.series("spending")[:, 1:]
    change = came[:, 1:] - h.series("spending")[:, 1:]
    playing = active[:, :-1]
    close(
        np.where(playing, cash[:, 1:] - cash[:, :-1], 0.0),
        np.where(playing, change, 0.0),
        scale,
        what="cash",
    )


def check_shares(race: Race) -> None:
    """Shares of tokens and of revenue add up to one wherever anything is sold."""
    h = race.history
    for share, figure in (("token_share", "tokens"), ("revenue_share", "revenue")):
        sold = h.series(figure).sum(axis=2)
        total = h.series(share).sum(axis=2)
        assert_allclose(total, np.where(sold > 0.0, 1.0, 0.0), rtol=0.0, atol=1e-9)
        close(h.market_series(figure)[:, 1:], sold[:, 1:], what=f"{figure} of the market")


def check_segments(race: Race) -> None:
    """In every segment the products' shares and the outside option make one."""
    world = race.world
    assert (world.share >= 0.0).all()
    assert_allclose(world.share.sum(axis=2) + world.segment.outside, 1.0, rtol=0.0, atol=1e-9)


def check_tokens(race: Race) -> None:
    """Nobody uses more than was wanted, and what a lab serves itself fits its capacity."""
    world, p = race.world, race.rules
    product, lab = world.product, world.lab
    slack = 1.0 + EXACT
    active = (lab.active > 0.0)[:, :, None]
    assert (np.where(active, product.tokens, 0.0) <= product.wanted * slack).all()
    work = FLOP_PER_CHIP_SECOND * p.serving_utilisation * SECONDS_PER_MONTH / 2.0
    per_chip = work[:, None, None] * lab.serving_ideas[:, :, None]
    size = np.maximum(product.parameters, 1e-300)
    own = np.maximum(product.tokens - product.hosted, 0.0)
    used = (own * product.computed * size / per_chip).sum(axis=2)
    over = used - lab.capacity * slack - 1e-9
    assert (np.where(active[:, :, 0], over, 0.0) <= 0.0).all(), "served beyond capacity"


def check_chips(race: Race) -> None:
    """Orders are rationed: what the market gives is there to give, and was asked for."""
    world, p = race.world, race.rules
    lab, market = world.lab, world.market
    slack = 1.0 + EXACT
    bought = (lab.want_legal + lab.want_rented).sum(axis=1)
    assert (bought <= market.supply * slack).all(), "more sold than supplied"
    assert (lab.want_domestic.sum(axis=1) <= market.domestic_supply * slack).all()
    assert (lab.want_smuggled.sum(axis=1) <= market.supply * p.smuggled_leak * slack).all()
    # Orders count chips at the rent; a cheaper channel gives more of them for the same money.
    cheapest = np.minimum(p.domestic_price, 1.0)[:, None]
    assert (lab.filled * cheapest <= lab.ordered * slack).all(), "more filled than ordered"


def check_parts(race: Race) -> None:
    """The parts of a finished run's strength add up to the capability that it gave."""
    lab, p = race.world.lab, race.rules
    done = lab.new_model > 0.0
    strength = sum(lab[name] for name in PARTS)
    sigma, zero = p.index_per_decade[:, None], p.index_at_reference[:, None]
    made = zero + sigma * strength + lab.distil_gain
    close(np.where(done, made, 0.0), np.where(done, lab.new_capability, 0.0), what="parts")
    best = np.maximum(lab.internal_capability, np.where(done, lab.new_capability, -np.inf))
    assert (best == lab.internal_capability).all()


def check_exits(race: Race) -> None:
    """Who has left stays away, and holds nothing."""
    h = race.history
    active = h.series("active")
    assert np.isin(active, (0.0, 1.0)).all()
    assert (np.diff(active, axis=1) <= 0.0).all(), "a lab came back"
    gone = active == 0.0
    for name in ("compute", *CHANNELS, "incoming", "cash", "talent"):
        assert (h.series(name)[gone] == 0.0).all(), f"an exited lab has {name}"
    long_gone = gone[:, 1:] & gone[:, :-1]
    for name in ("tokens", "revenue", "spending", "backing", "budget", "ordered", "filled"):
        assert (h.series(name)[:, 1:][long_gone] == 0.0).all(), f"an exited lab has {name}"


def check_signs(race: Race) -> None:
    """Every figure is a number; none is negative that cannot be; shares lie in 0..1."""
    h = race.history
    for column in h.columns:
        values = h.series(column.name)
        assert np.isfinite(values).all(), f"{column.name} is no number"
        if column.name not in SIGNED:
            assert (values >= 0.0).all(), f"{column.name} is negative: {values.min()}"
    for column in h.market_columns:
        values = h.market_series(column.name)
        assert np.isfinite(values).all(), f"{column.name} of the market is no number"
        if column.name not in SIGNED:
            assert (values >= 0.0).all(), f"{column.name} of the market is negative"
    for name in SHARES:
        assert (h.series(name) <= 1.0 + 1e-9).all(), f"{name} is above one"
    for name in MARKET_SHARES:
        assert (h.market_series(name) <= 1.0 + 1e-9).all(), f"{name} is above one"
    playing = h.series("active") > 0.0
    for name in ("price", "price_mini", "talent", "data_stock"):
        assert (h.series(name)[playing] > 0.0).all(), f"{name} is not above zero"
    assert (h.market_series("rent") > 0.0).all()
    for array in (race.world.share, race.world.product.offered, race.world.left):
        assert np.isfinite(array).all()
    assert race.world.product.shape[2] == PRODUCTS


STATE_CHECKS = (check_segments, check_tokens, check_chips, check_parts)
"""What can be seen in the present month alone."""
HISTORY_CHECKS = (check_compute, check_money, check_shares, check_exits, check_signs)
"""What is on record for all months."""
