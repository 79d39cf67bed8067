"""The words of the hindcast's document: method, rule, cautions."""

from __future__ import annotations

from tenfold.ui.science.leaflet import prose

RULE = prose(
    """
    The rule was written before any error or coverage was computed; the median paths of
    races with the default constants had been seen. The forecast is the weighted median of
    the races, its bands the weighted quantiles; the twelve month-ends of 2025 are judged.
    The hindcast passes if its mean absolute error is below that of each of three naive
    forecasts, both for the index (mean over best closed, open, US and Chinese model) and
    for the lag (mean over Chinese behind US and open behind closed), and if its 80 % bands
    hold 65 to 95 % of these months and series. The model's best model is the best on sale,
    so real models count from the day they were sold; o3 was shown in December 2024 and sold
    in April 2025, and the same figures with previews counted from the day they were shown
    stand further down.
    """
)
NAIVE_WORDS = prose(
    """
    - no change: everything stays as it was at the end of 2024; for a lag this is a constant
      lag
    - last trend: the straight line from the end of 2023 to the end of 2024 goes on; lags
      stop at 0
    - mean lag of 2024 (constant lag): followers are behind by the mean lag of the twelve
      month-ends of 2024, leaders go on along the last trend, and so does all that has no
      leader
    """
)
METHOD = prose(
    """
    Thirteen real labs start from what is known of the end of 2023 (`scenarios/hindcast`,
    `scenarios/evidence/history-start.toml`). Only one lab's stock of chips is published for
    that day; the others are assumptions, drawn anew for every parameter set between low and
    high. Each parameter set of the ensemble `{ensemble}`, fitted to data before 2025 alone,
    races {months} months on {lucks} lucks that no other set meets: {races:,} races. A
    parameter set keeps the weight that the ensemble gives it, which holds what 2024 says of
    it; among its own races those whose 2024 was like the real one count more: best US and
    best Chinese model at the ends of June and December, and US chips at the end of the
    year, each miss measured against the published error and {form} index points of error of
    the model's own. Naive forecasts know the whole of 2024 too. The weights are worth
    {worth:,.0f} equal races. Prices are the lowest so far, as the published ones are.
    """
)
INDEX = prose(
    """
    The index is a public score, so it is compared with what benchmarks show of the race's
    models: true skill and what distillation lifts scores beyond it. Lags of the race and of
    the world are counted by one function from month-ends, with the same past of the leading
    group.
    """
)
CHANGED = prose(
    """
    The rule stayed as it was written. What changed after first figures had been seen: the
    scenario's closed labs keep their small models closed too, as they did in 2024; the
    constants were fitted anew; the views further down were added, one after the other. A
    review then found that 2024 was counted twice in the weights, that all parameter sets
    met the same lucks, and that prices of races could rise again; all three were mended,
    and the figures moved with them.
    """
)
CHIPS_ALONE = prose(
    """
    Chips alone are drawn. {labs} labs' capability ({names}), all cash and most staff and
    revenue are assumptions too, held at the middle; published capabilities have 90 % ranges
    of {least:.0f} to {most:.0f} points that are not drawn either. Bands are too narrow by
    that.
    """
)
KNEW = prose(
    """
    - The model's form, its policies and the ranges of its constants were chosen in 2026, by
      people who knew 2025: several ranges were set so that the race from 2026 rises about
      13 index points a year, a figure that rests on 2025. Figures to the end of 2024 move
      {moved} of the {constants} constants by themselves, so the ensemble is, constant by
      constant, nearly the even prior over these ranges; what the fit rules out are
      combinations. The result is a test of form and ranges chosen with hindsight, more than
      a forecast.
    - Constants that hold at a start are carried back from the race of 2026: the unit of
      experiments, of data and of demand, the price of serving, the share of chips that
      these labs get. Three of these steps use figures of 2025: customers' needs are lowered
      by what the frontier really rose in the two years (29.2 points); three Chinese labs'
      stocks are those of the end of 2025, shrunk by the growth of China's stock; supply
      uses what five labs added in 2025. None was adjusted to make an error smaller.
    - Events of export control have the dates at which they came, those of 2025 too. Their
      sizes are assumptions.
    - Stocks of chips of 2024 were published in 2026, and the index is of the vintage of
      August 2026: a forecaster of December 2024 would have seen rougher figures.
    - Which labs race was chosen in 2026. Labs that started later or publish nothing are
      left out.
    """
)
CAREFUL = prose(
    """
    - One history is one draw: twelve months of four series that move together are worth far
      fewer than 48 observations. A pass says that the model is not refuted, not that it is
      right.
    - In 2024 reasoning models moved the frontier by a third of the rise of these two years.
      In the races such a breakthrough comes by luck, at any time.
    - One real lab with a large fleet and open weights fell behind in 2025. Nothing in the
      model makes a rich lab fail so, and its races put open models nearer to closed ones
      than they were.
    - Largest training runs are published for few models, and since 2024 mostly as estimates
      that may be wrong by ten times. Prices are list prices.
    """
)
