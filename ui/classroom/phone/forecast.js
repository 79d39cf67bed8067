// What may come of the draft: a strip of three figures that keeps its height while it waits.

import { again, app, canDecide, room } from "./app.js";
import { h } from "./dom.js";
import { dollars, percent, plain, points } from "./figures.js";
import { W } from "./words.js";

const ROWS = [
  ["capability", (value) => plain(value, 0), (value) => plain(value, 1)],
  ["share", (value) => percent(value, value < 0.0995 ? 1 : 0), (value) => points(100 * value)],
  ["cash", dollars, dollars],
];
const RULER = [
  ["lead", (value) => plain(value, 1), (value) => plain(value, 1)],
  ["price", (value) => `$${value.toFixed(2)}`, (value) => `$${value.toFixed(2)}`],
  ["money", dollars, dollars],
];
const YEAR = 12;
const TICK = 500;

export function forecastStrip() {
  if (!room().forecasts) return null;
  const found = app.forecast;
  if (!found && !canDecide()) return null;
  const waits = app.forecastSince ? Math.floor((Date.now() - app.forecastSince) / 1000) : 0;
  if (app.forecastSince) again(TICK);
  const rows = found && found.lead ? RULER : ROWS;
  const when = found && found.months[found.months.length - 1] < YEAR ? W.forecast.end : W.forecast.year;
  return h("section", { key: "forecast", class: app.forecastSince ? "forecast waiting" : "forecast", "aria-busy": app.forecastSince ? "true" : "false" },
    h("h2", null, W.forecast.title, h("small", null, when)),
    h("dl", null, rows.map(([name, said, change]) => h("div", { key: name },
      h("dt", null, W.forecast.names[name]),
      found && found[name] ? figure(found, name, said, change) : h("dd", { class: "to-come" }, h("i"))))),
    h("p", { class: "lever-note" }, waits > 1 ? `${W.forecast.wait} ${waits} s` : !found && app.forecastSince ? W.forecast.wait : W.forecast.label));
}

function figure(found, name, said, change) {
  const last = (line) => line[line.length - 1];
  const by = found.change[name][1];
  const felt = change(Math.abs(by));
  const moves = /[1-9]/.test(felt);
  return h("dd", null,
    h("b", null, said(last(found[name].middle))),
    h("span", null, W.forecast.range(said(last(found[name].low)), said(last(found[name].high)))),
    h("span", { class: moves ? "felt" : "" }, moves ? `${by > 0 ? "+" : "−"}${felt}` : W.forecast.same));
}
