// A quarter: where the team stands, what happened, what it decides; then what was saved.

import { app, canDecide, changed, room } from "./app.js";
import { askedPart } from "./asked.js";
import { betPart } from "./bet.js";
import { timeOfDay } from "./clock.js";
import { submit, takePen } from "./deeds.js";
import { h } from "./dom.js";
import { values } from "./drafting.js";
import { forecastStrip } from "./forecast.js";
import { message, note } from "./frame.js";
import { decided, leversPart } from "./levers.js";
import { waiting } from "./outbox.js";
import { penPart, teamPart } from "./team.js";
import { W } from "./words.js";

export function isSubmitted() {
  const pending = waiting("submit");
  return !app.changing && Boolean(app.state.submitted || (pending && pending.body.round === room().round));
}

export function thinkingScreen() {
  const now = values();
  const open = app.state.asked.filter((one) => !(one.lever in now)).length;
  return h("main", { key: `thinking ${room().round}`, class: "wide-page" },
    h("div", { class: "side" }, standing(), message(), rolePart(), headlines()),
    h("div", { class: "side" },
      note(), penPart(),
      h("section", { key: "levers", class: "levers" }, h("h2", null, W.thinking.levers, open > 0 && h("small", null, W.thinking.below(open))), leversPart()),
      askedPart(), forecastStrip(), teamPart()));
}

export function submitBar() {
  if (app.state.team.taken_over) return null;
  return h("div", { key: "bar", class: "bottom" }, canDecide()
    ? h("button", { type: "button", class: "first wide", onclick: submit }, W.thinking.submit)
    : h("button", { type: "button", class: "second wide", onclick: takePen }, W.team.take));
}

export function standing() {
  const now = app.state.standing;
  if (!now) return h("h1", { key: "standing", tabindex: -1 }, app.state.team.seat);
  return h("section", { key: "standing", class: "standing" },
    h("h1", { tabindex: -1 }, `You: ${now.behind}`),
    h("p", null, books(now).join(" · ")),
    now.lines.length > 0 && h("ul", { class: "under-way" }, now.lines.map((line) => h("li", { key: line }, line))));
}

// A government has no rank among labs, and spends instead of having cash.
function books(now) {
  if (app.state.team.seat === W.lobby.government) return [now.share, now.cash];
  return [W.thinking.rank(now.rank, now.of), now.share, W.thinking.cash(now.cash)];
}

export function rolePart() {
  const { role } = app.state.team;
  return role && h("p", { key: "role", class: "role" }, h("b", null, role.title), " ", role.says);
}

export function headlines() {
  const { headlines: news } = app.state;
  return news.length > 0 && h("section", { key: "news", class: "news" }, h("h2", null, W.thinking.news),
    h("ul", null, news.map((one) => h("li", { key: one.text, class: one.own ? "own" : "" }, one.text))));
}

export function submittedScreen() {
  const { submitted, me, team: { taken_over: taken } } = app.state;
  const pending = waiting("submit");
  const done = !pending && submitted;
  return h("main", { key: `submitted ${room().round}` },
    h("section", { key: "tick", class: done ? "saved" : "saved pending" },
      h("h1", { tabindex: -1 }, done ? `✓ ${W.submitted.saved(timeOfDay(submitted.at))}` : W.submitted.sending),
      h("p", null, done ? [submitted.by !== me.nickname && `${W.submitted.by(submitted.by)} `, W.submitted.wait] : W.submitted.kept)),
    message(), note(), taken && penPart(),
    !taken && betPart(),
    h("section", { key: "what" }, h("h2", null, W.submitted.what), decided(),
      !taken && h("button", { type: "button", class: "second wide", onclick: () => { app.changing = true; changed(); } }, W.submitted.change)),
    teamPart());
}
