// Months that labs are behind, by month, from their scores: as sim/measures.py reckons them.

export const PAST_SPEED = 13.1; // index points a year before the start; a test holds it to the model's

const found = new WeakMap();

// For each lab: months behind whichever other was furthest ahead of it, null once it has left.
export function behindByMonth(series) {
  if (!found.has(series)) {
    const levels = series.labs.map((lab) => lab.score.map((score) => score ?? 0));
    found.set(series, series.labs.map((lab, k) => lab.score.map((score, month) => {
      if (score === null) return null;
      return Math.max(0, ...levels.map((other, n) => (n === k ? 0 : lag(other, score, month))));
    })));
  }
  return found.get(series);
}

// Months since another first had this level, at a month; straight between months.
function lag(other, level, month) {
  if (level >= other[month]) return 0;
  let best = -Infinity;
  for (let at = 0; at <= month; at += 1) {
    const before = best;
    best = Math.max(best, other[at]);
    if (best < level) continue;
    const when = at === 0 ? (-(best - level) / PAST_SPEED) * 12 : at - (best - level) / Math.max(best - before, 1e-9);
    return Math.max(month - when, 0);
  }
  return 0;
}
