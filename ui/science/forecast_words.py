"""The words of the forecast card: what it is, how it is judged, what it leaves out."""

from __future__ import annotations

from tenfold.ui.science.leaflet import prose

PLAIN = prose(
    """
    These are the outputs of a model, not knowledge of the future. The model is a small
    world of twelve invented labs that start from published figures of the end of 2025; its
    bands say how far its own races spread over parameters that fit the data, stocks and
    luck. They do not hold what the model leaves out, so the truth should be expected
    outside them more often than they say.
    """
)
DATED = prose(
    """
    State of knowledge: 31 December 2025. The card was made in November 2026, with this
    version of the model, from figures dated by the end of 2025 alone: no figure of 2026 was
    used to fit or to start. One judgement leans on 2026: the target for the gap between
    closed and open models was set to 7.5 points with a figure published in May 2026 (8)
    among its reasons. Some figures of 2025 were published in 2026 (the vintage of the
    index, stocks of chips), and who built the model lived in 2026. Judge it with that in
    mind.
    """
)
JUDGED = prose(
    """
    - Index: Epoch Capabilities Index, best model dated by a quarter's last day and on sale
      by then, closed, open, US, Chinese. Where a later vintage moves the scale, compare
      rises since the end of 2025, which is 155.03 closed and US, 146.37 open and Chinese
      here.
    - Lags: months since the leading group first had what the following one has on that day,
      straight between month-ends; `near` forgives 1.5 points.
    - Training: largest run of a US or Chinese lab on file at Epoch AI with an estimate
      called confident or likely.
    - Chips: H100e of OpenAI, Google DeepMind, Anthropic, Meta and xAI, by Epoch AI's
      estimates, at year ends alone; the sixth US lab of the race has under 0.1 % of the
      chips, and no published figure. For no Chinese lab, and not for every other one, is a
      stock of chips published: these are assumptions, drawn between low and high.
    - Price: cheapest list price, blended 3:1, of a model as good as the best of the end of
      2025, against that model's own. The best model of that day was sold as a premium
      product at 57.75 USD per million tokens, ten times a usual flagship's price; judge by
      the fall from 4.50 USD at 153.2 points. The model lets this price fall about
      {first:.0f} times in the first year and {next:.1f} times in the next two;
      [model.md](model.md), section 9, names this as a weak point: expect the fall to be
      slower. Prices are the lowest so far.
    - Shares of tokens: of all tokens; no full count is published. One marketplace is a weak
      judge.
    - Rule: as in the [hindcast](hindcast.md). Errors of the medians against no change, last
      trend (the line from the end of 2024 to the end of 2025) and mean lag of 2025
      (constant lag); the 50, 80 and 90 % bands should hold about that share of the quarters' ends.
    """
)
OMITTED = prose(
    """
    - Labs that are not in the race, new ones, and mergers but for those of failed labs.
    - Wars, disasters, a closed strait: supply falls by a random fault of half a year at
      most.
    - Laws but for export control and a rule on open weights; suits about data; safety
      rules.
    - New kinds of chips, power and sites: they are in the growth of supply, which fades
      smoothly.
    - A saturating index: its scale is taken to go on.
    - Research by AI beyond the form of the model: whether it speeds things is an assumption
      with a range.
    - Money: patrons follow moods; a crash of all is a random event of limited size.
    """
)
