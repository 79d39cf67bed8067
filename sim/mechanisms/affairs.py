"""Affairs: accusations, poached stars and chips on offer, and what labs answer."""

from __future__ import annotations

from tenfold.sim.compiled import compile_kernel
from tenfold.sim.elementary import clip
from tenfold.sim.happenings import (
    BOOKS_OPENED,
    CHIPS_OFFERED,
    COULD_NOT_PAY,
    DENIED,
    NOBODY,
    OFFER_DECLINED,
    OFFER_PASSED_ON,
    OFFER_TAKEN,
    PAY_RAISED,
    SETTLED,
    STAR_KEPT,
    STAR_LET_GO,
    note,
)
from tenfold.sim.luck import Luck
from tenfold.sim.mechanisms import knowledge
from tenfold.sim.mechanisms.release import expose
from tenfold.sim.world import Array, World

SETTLE, OPEN_BOOKS = 1.0, 2.0
MATCH_AND_RAISE = 2.0
TAKE, TAKE_HALF, PASS_ON = 1.0, 2.0, 3.0
"""Answers, as the levers number them; 0 is the custom: deny, let go, decline."""


@compile_kernel
def advance(run: int, world: World, rules: Array, luck: Luck) -> None:
    """Now and then a lab is offered chips whose buyer has gone; it answers at its next turn.

    Equation: offered with chance offer_rate / 12 a month:  chips = offer_size (1/2 + u) K
              answers (`answer`): settlement, bonus, raise, price of an offer, as their kernels say
    Units:    chips, K [H100e], sums [USD]
    Source:   assumption; settlements, counter-offers and resold orders are known in kind, not size
    Leaves out: courts, haggling, several affairs of one kind at once: the newest counts
    """
    p = rules[run]
    month = int(world.market[run].month)
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        draw = luck.lab[run, i, month]
        if lab.active == 0.0 or lab.offered > 0.0 or 1.0 - draw.offer >= p.offer_rate / 12.0:
            continue
        lab.offered = p.offer_size * (0.5 + draw.offer_size) * lab.compute
        lab.offered_since = float(month)
        note(run, world, CHIPS_OFFERED, i, NOBODY, lab.offered)


@compile_kernel
def answer(run: int, world: World, rules: Array) -> None:
    """At the start of a turn every lab's standing answers settle what is open."""
    p = rules[run]
    for i in range(world.lab.shape[1]):
        lab = world.lab[run, i]
        if lab.active == 0.0:
            continue
        if lab.accused > 0.0:
            answer_accusation(run, world, i, p)
            lab.accused = 0.0
        if lab.poached > 0.0:
            answer_poacher(run, world, i, p)
            lab.poached = 0.0
        if lab.offered > 0.0:
            answer_offer(run, world, i, p)
            lab.offered = 0.0


@compile_kernel
def pay(run: int, world: World, i: int, sum_due: float) -> bool:
    """Set a sum aside for this month's books, if the cash is there."""
    lab = world.lab[run, i]
    if lab.cash - lab.affair_due < sum_due:
        note(run, world, COULD_NOT_PAY, i, NOBODY, sum_due)
        return False
    lab.affair_due = lab.affair_due + sum_due
    return True


@compile_kernel
def settlement(lab: Array, p: Array) -> float:
    """USD to settle an open accusation: some months of what the lab spends; 0 where none is."""
    return lab.accused * p.settle_months * lab.spending


@compile_kernel
def answer_accusation(run: int, world: World, i: int, p: Array) -> None:
    """Deny: all stays as it is. Settle: money ends the quarrel. Open the books: ideas pay for it.

    Equation: settle: ban -> whole months of settle_ban x ban, the sum goes to the accuser,
                      standing -> (1 - settle_standing) standing
              open:   standing -> (1 - books_standing) standing, mood -= books_mood,
                      all that the lab knows is as visible as in open weights
    """
    lab = world.lab[run, i]
    accuser = int(lab.accused_by)
    if lab.set_on_accused == SETTLE and pay(run, world, i, settlement(lab, p)):
        rival = world.lab[run, accuser]
        if rival.active > 0.0:
            rival.affair_gain = rival.affair_gain + settlement(lab, p)
        lab.banned = float(int(p.settle_ban * lab.banned))
        lab.reputation = lab.reputation * (1.0 - p.settle_standing)
        note(run, world, SETTLED, i, accuser, settlement(lab, p))
    elif lab.set_on_accused == OPEN_BOOKS:
        lab.reputation = lab.reputation * (1.0 - p.books_standing)
        lab.confidence = clip(lab.confidence - p.books_mood, -p.confidence_most, p.confidence_most)
        expose(run, world, i, world.market[run].month, p.open_exposure)
        knowledge.publish(lab, knowledge.whole(lab), knowledge.whole_serving(lab))
        note(run, world, BOOKS_OPENED, i, accuser, lab.banned)
    else:
        note(run, world, DENIED, i, accuser, lab.banned)


@compile_kernel
def bonus(lab: Array, p: Array) -> float:
    """USD that win a star back: some months of the pay of the talent that left; 0 where none did.

    The lab's salaries are of those who stayed.
    """
    share = lab.poached / lab.talent if lab.talent > 0.0 else 0.0
    return p.match_months * share * lab.cost_salaries


@compile_kernel
def answer_poacher(run: int, world: World, i: int, p: Array) -> None:
    """Let go: the star stays away. Match: the star returns, others envy. And raise: nobody does.

    Equation: let go: star_follows of the lab's talent goes to the rival besides
              else: talent lost comes back, and what the rival learns from the star ends
              match:  for pay_memory months the lab draws researchers by envy_pull less
              raise:  raise_months of all salaries; for pay_memory months no star leaves
    """
    lab = world.lab[run, i]
    poacher = int(lab.poached_by)
    rival = world.lab[run, poacher]
    due = bonus(lab, p)
    if lab.set_on_poached == MATCH_AND_RAISE:
        due = due + p.raise_months * lab.cost_salaries
    if lab.set_on_poached == 0.0 or rival.active == 0.0 or not pay(run, world, i, due):
        follow(lab, rival, p)
        note(run, world, STAR_LET_GO, i, poacher, lab.poached)
        return
    # Of those who came, no more than half go again, should the rival have shrunk meanwhile.
    back = clip(lab.poached, 0.0, 0.5 * rival.talent)
    rival.talent = rival.talent - back
    lab.talent = lab.talent + back
    if rival.star_source == float(i) and rival.star_since == lab.poached_since:
        rival.star_left = 0.0
        rival.star_known = 0.0
        rival.star_served = 0.0
    note(run, world, STAR_KEPT, i, poacher, due)
    if lab.set_on_poached == MATCH_AND_RAISE:
        lab.loyal = p.pay_memory
        lab.envious = 0.0
        note(run, world, PAY_RAISED, i, poacher, p.pay_memory)
    else:
        lab.envious = p.pay_memory


@compile_kernel
def follow(lab: Array, rival: Array, p: Array) -> None:
    """A part of the lab follows a star who was let go, to a rival that is still there."""
    if rival.active > 0.0:
        team = p.star_follows * lab.talent
        lab.talent = lab.talent - team
        rival.talent = rival.talent + team


@compile_kernel
def ahead(lab: Array, rent: float, p: Array) -> float:
    """USD paid ahead for one chip on offer, credited as it arrives: as for any other order."""
    dearer = 1.0 + p.rented_premium if lab.controlled > 0.0 else 1.0
    return p.prepaid_months * rent * dearer


@compile_kernel
def offer_cost(lab: Array, rent: float, p: Array) -> float:
    """USD for all chips on offer: months paid ahead, and a premium; 0 where there are none."""
    return lab.offered * (ahead(lab, rent, p) + p.offer_premium * rent)


@compile_kernel
def answer_offer(run: int, world: World, i: int, p: Array) -> None:
    """Decline, take all or half at a premium, or pass the order on for a fee: then rivals get it.

    Equation: paid = chips (prepaid_months x channel + offer_premium) rent; chips are on their way
              passed on: fee = offer_fee x rent x chips, the chips join next month's supply
    """
    lab = world.lab[run, i]
    market = world.market[run]
    choice = lab.set_on_offered
    if choice == PASS_ON:
        lab.affair_gain = lab.affair_gain + p.offer_fee * market.rent * lab.offered
        market.returned = market.returned + lab.offered
        note(run, world, OFFER_PASSED_ON, i, NOBODY, lab.offered)
        return
    part = 1.0 if choice == TAKE else 0.5 if choice == TAKE_HALF else 0.0
    if part == 0.0 or not pay(run, world, i, part * offer_cost(lab, market.rent, p)):
        note(run, world, OFFER_DECLINED, i, NOBODY, lab.offered)
        return
    chips = part * lab.offered
    # Under export control the order stands in a data centre abroad.
    if lab.controlled > 0.0:
        lab.coming_rented = lab.coming_rented + chips
    else:
        lab.coming_legal = lab.coming_legal + chips
    lab.incoming = lab.incoming + chips
    lab.prepaid = lab.prepaid + chips * ahead(lab, market.rent, p)
    note(run, world, OFFER_TAKEN, i, NOBODY, chips)
