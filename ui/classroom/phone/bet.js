// Predict: a range for the team's next figure, scored apart from the race.

import { app, changed, roundName } from "./app.js";
import { bet as save } from "./deeds.js";
import { h } from "./dom.js";
import { months, percent } from "./figures.js";
import { waiting } from "./outbox.js";
import { W } from "./words.js";

const LEAST_SHARE = 0.05;
const LEAST_MONTHS = 12;
let touched = null; // the range before a finger that may only scroll

export function betPart() {
  const { bet } = app.state;
  if (!bet || !app.state.room.predict) return null;
  return h("section", { key: "bet", class: "bet" },
    h("h2", null, W.bet.title),
    bet.title && h("p", null, bet.title, " ", h("span", { class: "quiet" }, `(${W.bet.now(said(bet, bet.now))})`)),
    bet.open ? range(bet) : h("p", { class: "quiet" }, bet.draft ? saved(bet) : W.bet.closed));
}

const FINE_BELOW = 0.2;

function isFine(bet) { return bet.now < FINE_BELOW; }

function said(bet, value) { return isShare(bet) ? percent(value, isFine(bet) ? 1 : 0) : months(value); }

function isShare(bet) { return bet.low >= 0 && bet.high <= 1; }

function saved(bet) { return W.bet.saved(said(bet, bet.draft[0]), said(bet, bet.draft[1])); }

// The sliders reach as far as is likely: all of 0 to 100 % would be too coarse for a thumb.
function scale(bet) {
  const share = isShare(bet);
  const around = share ? Math.max(LEAST_SHARE, bet.now) : LEAST_MONTHS;
  const step = share ? (isFine(bet) ? 0.001 : 0.01) : 1;
  const ends = [bet.now - around, bet.now + around, ...(bet.draft || [])];
  const low = Math.max(bet.low, Math.min(...ends));
  const high = Math.min(bet.high, Math.max(...ends));
  return { step, low: Math.floor(low / step), high: Math.ceil(high / step), around };
}

function drawn(bet, { step, around }) {
  if (app.bet && app.bet.of === roundName()) return app.bet;
  const [low, high] = bet.draft || [Math.max(bet.low, bet.now - around / 4), Math.min(bet.high, bet.now + around / 4)];
  return { of: roundName(), low: Math.round(low / step), high: Math.round(high / step) };
}

function range(bet) {
  const on = scale(bet);
  const now = drawn(bet, on);
  const at = (value) => `${(100 * (value - on.low)) / (on.high - on.low || 1)}%`;
  const pending = waiting("bet");
  const given = bet.draft && Math.round(bet.draft[0] / on.step) === now.low && Math.round(bet.draft[1] / on.step) === now.high;
  const one = (name, label, push) => h("div", { class: "bet-end" },
    h("label", { for: `bet-${name}` }, label, " ", h("b", null, said(bet, now[name] * on.step))),
    h("div", { class: "slider", style: { "--at": at(now[name]), "--before": at(bet.now / on.step) } },
      h("i", { class: "was", "aria-hidden": "true" }),
      h("input", {
        id: `bet-${name}`, type: "range", min: on.low, max: on.high, step: 1, value: now[name],
        "aria-valuetext": said(bet, now[name] * on.step),
        onpointerdown: () => { touched = app.bet; }, onpointercancel: () => { app.bet = touched; changed(); },
        oninput: (event) => { app.bet = push({ ...now, [name]: Number(event.target.value) }); changed(); },
      })));
  return [
    h("p", { class: "lever-note" }, [W.bet.how, bet.record].filter(Boolean).join(" ")),
    one("low", W.bet.low, (next) => ({ ...next, high: Math.max(next.high, next.low) })),
    one("high", W.bet.high, (next) => ({ ...next, low: Math.min(next.high, next.low) })),
    h("button", {
      type: "button", class: bet.draft ? "second wide" : "first wide", disabled: given && !pending,
      onclick: () => save(rounded(now.low * on.step), rounded(now.high * on.step)),
    }, bet.draft ? W.bet.again : W.bet.go),
    h("p", { class: "tick", role: "status" }, pending ? W.bet.sending : bet.draft ? `✓ ${saved(bet)}` : ""),
  ];
}

function rounded(value) { return Math.round(value * 1e4) / 1e4; }
