// The decision as it is being made: on this phone, on the server, and on teammates' phones.

import { ask, Refusal } from "./api.js";
import { app, canDecide, changed, roundName, room, token } from "./app.js";
import { keep, kept } from "./kept.js";

const REST = 250;
const FORECAST_REST = 450;
const LONG = 20000;
const NEAR = 1e-6;
let later = 0;
let sending = false;
let dirty = false;
let asking = 0;
let heardState = () => {};

export function begin(heard) { heardState = heard; }

// What stands on the server: the newest of the team's draft and its submission.
function theirs() {
  const { draft, submitted } = app.state;
  if (draft && (!submitted || draft.at >= submitted.at)) return draft.settings;
  return submitted ? submitted.settings : {};
}

function own() {
  const local = kept("draft");
  return local && local.of === roundName() && canDecide() ? local.settings : null;
}

function held() {
  const known = new Set([...app.state.levers.map((lever) => lever.name), ...app.state.asked.map((one) => one.lever)]);
  return Object.fromEntries(Object.entries(own() || theirs()).filter(([name]) => known.has(name)));
}

// Where every lever stands, and every answer that was given.
export function values() {
  const found = Object.fromEntries(app.state.levers.map((lever) => [lever.name, lever.value]));
  return { ...found, ...held() };
}

// What is sent: all that is in hand. What nobody has taken up stays the autopilot's own.
export function settings() {
  const now = values();
  const by = held();
  const set = (lever) => lever.name in by || lever.held;
  const told = {};
  for (const group of groups()) if (group.some(set)) for (const lever of group) told[lever.name] = now[lever.name];
  for (const one of app.state.asked) if (one.lever in now) told[one.lever] = now[one.lever];
  return told;
}

// Levers that share one whole stand together; every other stands alone.
export function groups() {
  const found = new Map();
  for (const lever of app.state.levers) {
    const whole = `${lever.group} ${lever.unit}`;
    const name = lever.unit.startsWith("share of") ? whole : lever.name;
    found.set(name, [...(found.get(name) || []), lever]);
  }
  return [...found.values()];
}

export function move(changes) { stand({ ...held(), ...changes }); }

// A finger that came down on a slider and went on to scroll the page has moved nothing.
let touched = null;

export function touch() { touched = held(); }

export function untouch() {
  if (touched) stand(touched);
  touched = null;
}

function stand(told) {
  keep("draft", { of: roundName(), settings: told });
  dirty = true;
  clearTimeout(later);
  later = setTimeout(deliver, REST);
  soonForecast();
  changed();
}

// One share moves to a value; the others give or take in proportion.
export function moveShare(group, name, value) {
  const now = values();
  const others = group.filter((lever) => lever.name !== name);
  const rest = others.reduce((sum, lever) => sum + now[lever.name], 0);
  const left = 1 - value;
  const told = { [name]: value };
  for (const lever of others) told[lever.name] = rest > NEAR ? (now[lever.name] * left) / rest : left / others.length;
  move(told);
}

export function asBefore() {
  move(Object.fromEntries(app.state.levers.map((lever) => [lever.name, lever.before])));
}

// The draft is on its way to the team; who drafts while nobody holds the pen takes it with that.
export async function deliver() {
  if (!dirty || sending || !token() || !app.state || !app.state.team || room().phase !== "thinking") return;
  sending = true;
  dirty = false;
  try {
    await ask("draft", token(), { round: room().round, settings: settings() });
  } catch (problem) {
    if (problem instanceof Refusal && !problem.passes) refused(problem);
    else dirty = true; // sent with the next move, or when the connection is back
  }
  sending = false;
  if (dirty && !app.lost) later = setTimeout(deliver, 4 * REST);
}

function refused(problem) {
  if (problem.state) heardState(problem.state);
  if (problem.status !== 409) { app.note = problem.message; changed(); }
}

export function forgetDraft() {
  keep("draft", null);
  dirty = false;
}

// A mate moved a lever.
export function heardDraft(said) {
  if (!app.state || app.state.team?.mine || said.round !== room().round) return;
  app.state.draft = { settings: said.settings, by: said.by, at: said.at };
  changed();
}

function soonForecast(wait = FORECAST_REST) {
  clearTimeout(asking);
  if (!room().forecasts) return;
  if (!app.forecastSince) app.forecastSince = Date.now();
  asking = setTimeout(askForecast, wait);
}

export function heardForecast(said) {
  if (!app.state || said.round !== room().round) return;
  clearTimeout(asking);
  app.forecast = said;
  app.forecastSince = 0;
  changed();
}

async function askForecast() {
  if (!token() || !app.state || room().phase !== "thinking" || app.lost) return;
  app.forecastSince = app.forecastSince || Date.now();
  // One that was dropped on the way is asked for anew.
  asking = setTimeout(askForecast, LONG);
  try {
    await ask("forecast", token(), { round: room().round, settings: settings() });
  } catch (problem) {
    if (problem instanceof Refusal && !problem.passes) {
      clearTimeout(asking);
      app.forecastSince = 0;
    }
  }
  changed();
}

export function newRound() {
  clearTimeout(asking);
  clearTimeout(later);
  app.forecast = null;
  app.forecastSince = 0;
  if (room().phase === "thinking" && canDecide() && app.state.levers.length) soonForecast(600 + 1400 * Math.random());
}
