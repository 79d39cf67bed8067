// The open levers, full width: what each does, where it stands, what it was last quarter.

import { app, canDecide, changed } from "./app.js";
import { h } from "./dom.js";
import { asBefore, groups, move, moveShare, touch, untouch, values } from "./drafting.js";
import { hundredths, setting } from "./figures.js";
import { W } from "./words.js";

const MANY = 8;
const FEW_CHOICES = 4;
const STEPS = 100;
const NEAR = 0.005;

export function leversPart() {
  const { levers } = app.state;
  if (!levers.length) return h("p", { class: "quiet" }, W.thinking.auto);
  const parts = groups();
  const rows = levers.length <= MANY ? parts.map(part) : folded(parts);
  return [
    rows,
    canDecide() && h("button", { type: "button", class: "second wide", onclick: asBefore }, W.thinking.same),
  ];
}

// Every lever of the lab: in folds by subject.
function folded(parts) {
  const subjects = new Map();
  for (const one of parts) subjects.set(one[0].group, [...(subjects.get(one[0].group) || []), one]);
  return [...subjects].map(([name, several], k) =>
    h("details", { key: `fold ${name}`, class: "fold", made: (el) => { el.open = k === 0; } },
      h("summary", null, W.groups[name] || name), several.map(part)));
}

function part(levers) { return levers.length > 1 ? shares(levers) : single(levers[0]); }

function single(lever) {
  const value = values()[lever.name];
  const control = !lever.choices ? slider(lever, value) : lever.choices.length <= FEW_CHOICES ? choice(lever, value) : list(lever, value);
  return h("div", { key: lever.name, class: "lever" },
    head(lever, value, lever.choices ? "" : setting(lever, value)), control);
}

function head(lever, value, said, before) {
  const open = app.help === lever.name;
  return [
    h("div", { class: "lever-head" },
      h("div", null, h("span", { id: `name-${lever.name}`, class: "lever-name" }, before, lever.label), note(lever, value)),
      h("b", { class: "lever-value" }, said),
      h("button", {
        type: "button", class: "ask", "aria-label": W.lever.help(lever.label), "aria-expanded": open ? "true" : "false",
        onclick: () => { app.help = open ? "" : lever.name; changed(); },
      }, "?")),
    open && h("p", { class: "lever-help" }, lever.help),
  ];
}

function note(lever, value) {
  const same = is(lever, value, lever.before);
  // In colour is what the team has moved; the autopilot moves levers that are not open.
  const moved = !same && !is(lever, value, lever.value);
  return h("p", { class: moved ? "lever-note moved" : "lever-note" }, unit(lever), same ? W.lever.same : W.lever.before(setting(lever, lever.before)));
}

function is(lever, value, other) { return Math.abs(value - other) < NEAR || setting(lever, value) === setting(lever, other); }

// What a ratio is of stands beside it.
function unit(lever) { return lever.unit.startsWith("times") && `${lever.unit} · `; }

// A slider's positions: hundredths of a share, doublings of a ratio, steps of all else.
function scale(lever) {
  if (lever.unit.startsWith("times")) return { to: (v) => Math.round(STEPS * Math.log2(v)), from: (at) => Math.round(2 ** (at / STEPS) * 100) / 100, step: 5 };
  const step = lever.step || 0.01;
  return { to: (v) => Math.round(v / step), from: (at) => Math.round(at * step * 1e6) / 1e6, step: 1 };
}

function slider(lever, value, moved = (at) => move({ [lever.name]: at }), said = setting(lever, value)) {
  const { to, from, step } = scale(lever);
  const [low, high] = [to(lever.low), to(lever.high)];
  const at = (v) => `${Math.min(100, Math.max(0, (100 * (to(v) - low)) / (high - low || 1)))}%`;
  return h("div", { class: "slider", style: { "--at": at(value), "--before": at(lever.before) } },
    h("i", { class: "was", "aria-hidden": "true" }),
    h("input", {
      type: "range", min: low, max: high, step, value: to(value), disabled: !canDecide(),
      "aria-labelledby": `name-${lever.name}`, "aria-valuetext": said,
      onpointerdown: touch, onpointercancel: untouch,
      oninput: (event) => moved(from(Number(event.target.value))),
    }));
}

function choice(lever, value) {
  return h("div", { class: "choice", role: "radiogroup", "aria-labelledby": `name-${lever.name}` },
    lever.choices.map((one) => h("label", { key: one.value, class: one.value === value ? "on" : "" },
      h("input", {
        type: "radio", name: `lever-${lever.name}`, value: one.value, checked: one.value === value, disabled: !canDecide(),
        onchange: () => move({ [lever.name]: one.value }),
      }), one.label)));
}

function list(lever, value) {
  return h("select", {
    "aria-labelledby": `name-${lever.name}`, disabled: !canDecide(), value,
    onchange: (event) => move({ [lever.name]: Number(event.target.value) }),
  }, lever.choices.map((one) => h("option", { key: one.value, value: one.value, selected: one.value === value }, one.label)));
}

function shares(levers) {
  const now = values();
  const whole = hundredths(levers.map((lever) => now[lever.name]));
  const title = W.groups[levers[0].group];
  return h("div", { key: `shares ${levers[0].name}`, class: "lever shares", role: "group", "aria-label": title },
    h("div", { class: "bar", "aria-hidden": "true" }, whole.map((share, k) => h("i", { class: `shade-${k}`, style: { "flex-grow": String(share) } }))),
    levers.map((lever, k) => h("div", { key: lever.name, class: "share" },
      head(lever, now[lever.name], `${whole[k]}%`, h("i", { class: `swatch shade-${k}`, "aria-hidden": "true" })),
      slider(lever, now[lever.name], (value) => moveShare(levers, lever.name, value), `${whole[k]}%`))));
}

// What was decided, in a line each.
export function decided() {
  const now = values();
  const answers = app.state.asked.filter((one) => one.lever in now);
  return h("dl", { class: "decided" },
    groups().flatMap((levers) => {
      const whole = levers.length > 1 ? hundredths(levers.map((lever) => now[lever.name])) : null;
      return levers.map((lever, k) => h("div", { key: lever.name }, h("dt", null, lever.label), h("dd", null, unit(lever) && h("small", null, `${lever.unit} `), whole ? `${whole[k]}%` : setting(lever, now[lever.name]))));
    }),
    answers.map((one) => h("div", { key: one.lever }, h("dt", null, one.text), h("dd", null, one.choices.find((each) => each.value === now[one.lever])?.label || "–"))));
}
