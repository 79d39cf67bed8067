// A small chart of the race: a line for each lab, named at its end; the team's own in the accent.

import { app, changed } from "./app.js";
import { h } from "./dom.js";
import { plain, percent } from "./figures.js";
import { behindByMonth } from "./lags.js";
import { W } from "./words.js";

const HEIGHT = 230;
const LEAST_WIDTH = 260;
const MOST_WIDTH = 560;
const TABLET = 760;
const WIDEST = 1040;
const TOP = 12;
const BOTTOM = 24;
const GAP = 16;
const MOST_NAMES = 7;
const LETTER = 7.4;
const FORMS = {
  behind: { said: (value) => plain(value, 0), least: 6, down: true },
  share: { said: (value) => percent(value), least: 0.05 },
};

export function chartPart(series) {
  if (series.months.length < 2) return null;
  const tabs = Object.keys(FORMS);
  const name = app.chart;
  return h("section", { key: "chart", class: "chart" },
    h("div", { class: "choice", role: "radiogroup", "aria-label": W.revealed.chart },
      tabs.map((tab) => h("label", { key: tab, class: tab === name ? "on" : "" },
        h("input", { type: "radio", name: "chart", value: tab, checked: tab === name, onchange: () => { app.chart = tab; changed(); } }),
        W.revealed.tabs[tab]))),
    drawing(series, name));
}

function drawing(series, name) {
  const form = FORMS[name];
  const width = widthHere();
  const behind = name === "behind" ? behindByMonth(series) : null;
  // Whoever has left has no line any more in either chart.
  const line = (lab, k) => (behind ? behind[k] : lab.share.map((share, month) => (lab.score[month] === null ? null : share)));
  const labs = series.labs.map((lab, k) => ({ ...lab, line: line(lab, k) })).filter((lab) => lab.line.some((value) => value !== null));
  const named = pick(labs, form);
  const room = Math.min(132, 14 + LETTER * Math.max(...named.map((lab) => lab.name.length + 4)));
  const values = labs.flatMap((lab) => lab.line.filter((value) => value !== null));
  const high = Math.max(form.least, ...values);
  const steps = series.months.length - 1;
  const x = (k) => 30 + ((width - 30 - room) * k) / steps;
  const span = HEIGHT - TOP - BOTTOM;
  const y = (value) => (form.down ? TOP + (span * value) / high : TOP + (span * (high - value)) / high);
  const order = [...labs].sort((a, b) => Number(a.own) - Number(b.own));
  return h("svg", {
    key: name, viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": spoken(labs, form, name),
  },
    ticks(high).map((value) => [
      h("line", { key: `line ${value}`, class: "grid", x1: 30, x2: x(steps), y1: y(value), y2: y(value) }),
      h("text", { key: `text ${value}`, class: "axis", x: 24, y: y(value), "text-anchor": "end", dy: "0.35em" }, form.said(value)),
    ]),
    h("text", { key: "start", class: "axis", x: x(0), y: HEIGHT - 6 }, W.revealed.start),
    h("text", { key: "now", class: "axis", x: x(steps), y: HEIGHT - 6, "text-anchor": "end" }, W.revealed.now),
    order.map((lab) => h("path", { key: `path ${lab.name}`, class: lab.own ? "line own" : named.includes(lab) ? "line" : "line far", style: shades(lab), d: path(lab.line, x, y) })),
    labels(named, form, x(steps), y, room));
}

// Of the column that the chart stands in; phone.css has the columns.
function widthHere() {
  const page = document.documentElement.clientWidth;
  const column = page < TABLET ? page - 32 : ((Math.min(page, WIDEST) - 72) * 5) / 11;
  return Math.round(Math.min(Math.max(column, LEAST_WIDTH), MOST_WIDTH));
}

function shades(lab) { return lab.own ? {} : { "--light": lab.colour, "--dark": lab.dark || lab.colour }; }

function last(lab) { return [...lab.line].reverse().find((value) => value !== null); }

function isIn(lab) { return lab.line[lab.line.length - 1] !== null; }

// The names that find room: one's own, and those that stand highest.
function pick(labs, form) {
  const best = labs.filter((lab) => isIn(lab) && !lab.own).sort((a, b) => (form.down ? last(a) - last(b) : last(b) - last(a)));
  return [...labs.filter((lab) => lab.own), ...best.slice(0, MOST_NAMES - 1)];
}

function path(line, x, y) {
  let said = "";
  let pen = "M";
  line.forEach((value, k) => {
    if (value === null) { pen = "M"; return; }
    said += `${pen}${x(k).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = "L";
  });
  return said;
}

function labels(named, form, left, y, room) {
  const wanted = named.map((lab) => ({ lab, at: y(last(lab)) })).sort((a, b) => a.at - b.at);
  for (let k = 1; k < wanted.length; k += 1) wanted[k].at = Math.max(wanted[k].at, wanted[k - 1].at + GAP);
  let floor = HEIGHT - BOTTOM + 2;
  for (let k = wanted.length - 1; k >= 0; k -= 1) {
    wanted[k].at = Math.min(wanted[k].at, floor);
    floor = wanted[k].at - GAP;
  }
  return wanted.map(({ lab, at }) => {
    const value = form.said(last(lab));
    const letters = Math.floor((room - 10) / LETTER) - value.length - 1;
    const name = lab.name.length > letters ? `${lab.name.slice(0, Math.max(3, letters - 1)).trimEnd()}…` : lab.name;
    return h("text", { key: `name ${lab.name}`, class: lab.own ? "name own" : "name", style: shades(lab), x: left + 6, y: at, dy: "0.35em" }, `${name} ${value}`);
  });
}

function ticks(high) {
  const rough = high / 3;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * [1, 2, 5, 10].find((m) => unit * m >= rough);
  const found = [];
  for (let k = 0; k * step <= high + 1e-9; k += 1) found.push(Math.round(k * step * 1e9) / 1e9);
  return found;
}

function spoken(labs, form, name) {
  const order = [...labs].filter(isIn).sort((a, b) => (form.down ? last(a) - last(b) : last(b) - last(a)));
  return `${W.revealed.tabs[name]}: ${order.map((lab) => W.revealed.said(lab.name, form.said(last(lab)))).join(", ")}`;
}
