// The end: score, a vote, the exit slip; and the pages where nothing is left.

import { app, changed } from "./app.js";
import { chartPart } from "./charts.js";
import { connect, handIn } from "./deeds.js";
import { h } from "./dom.js";
import { plain } from "./figures.js";
import { message, note } from "./frame.js";
import { keep } from "./kept.js";
import { keepsakePart } from "./keepsake.js";
import { waiting } from "./outbox.js";
import { teamPart } from "./team.js";
import { votePart } from "./voting.js";
import { W } from "./words.js";

const LONGEST_ANSWER = 1000;

export function debriefScreen() {
  const { result, revealed, room } = app.state;
  const ended = room.phase === "ended";
  return h("main", { key: room.phase, class: "wide-page" },
    h("div", { class: "side" },
      h("h1", { tabindex: -1 }, ended ? W.closing.ended : W.closing.debrief),
      message(), note(),
      !ended && votePart(), // what is asked now comes before what was
      result ? score(result) : !ended && h("p", null, W.closing.wait),
      revealed && chartPart(revealed.series)),
    h("div", { class: "side" }, slipPart(), keepsakePart(), ended && h("p", { key: "thanks" }, W.closing.thanks), teamPart()));
}

function score(result) {
  const rows = [
    [W.closing.score, result.score], [W.closing.par, result.par], [W.closing.you, result.you],
  ].filter(([, value]) => typeof value === "number");
  return h("section", { key: "score" },
    result.line && h("p", { class: "big-note" }, result.line),
    h("dl", { class: "decided" },
      rows.map(([label, value], k) => h("div", { key: label }, h("dt", null, label), h("dd", null, (k === 2 && value > 0 ? "+" : "") + plain(value)))),
      result.rank && h("div", null, h("dt", null, W.closing.rank), h("dd", null, `${result.rank} of ${result.of}`))));
}

function slipPart() {
  const { slip } = app.state;
  if (!slip || !slip.questions.length) return null;
  if (slip.open === false) return handedIn(slip);
  const pending = waiting("slip");
  const saved = Object.keys(slip.mine || {}).length > 0;
  const now = (question) => app.answers[question] ?? (slip.mine || {})[question] ?? "";
  const write = (question) => (event) => {
    app.answers = { ...app.answers, [question]: event.target.value };
    keep("answers", app.answers);
    changed();
  };
  const told = Object.fromEntries(slip.questions.map((question) => [question, now(question).trim()]).filter(([, answer]) => answer));
  const same = saved && slip.questions.every((question) => now(question).trim() === (slip.mine[question] || ""));
  return h("section", { key: "slip" }, h("h2", null, W.closing.slip),
    h("form", { class: "form", onsubmit: (event) => { event.preventDefault(); handIn(told); } },
      slip.questions.map((question, k) => [
        h("label", { key: `label ${k}`, for: `slip-${k}` }, question),
        h("textarea", { key: `text ${k}`, id: `slip-${k}`, rows: 3, maxlength: LONGEST_ANSWER, value: now(question), oninput: write(question) }),
      ]),
      h("button", { key: "go", type: "submit", class: "first wide", disabled: !Object.keys(told).length || (same && !pending) }, saved ? W.closing.slipAgain : W.closing.slipGo),
      h("p", { key: "tick", class: "tick", role: "status" }, pending ? W.submitted.sending : same ? `✓ ${W.closing.slipSaved}` : "")));
}

function handedIn(slip) {
  const answered = slip.questions.filter((question) => (slip.mine || {})[question]);
  return answered.length > 0 && h("section", { key: "slip" }, h("h2", null, W.closing.slipYours),
    h("dl", { class: "said" }, answered.map((question) => [h("dt", { key: `q ${question}` }, question), h("dd", { key: `a ${question}` }, slip.mine[question])])));
}

export function deadScreen() {
  return h("main", { key: "dead", class: "plain" },
    h("h1", { tabindex: -1 }, app.dead),
    h("p", null, app.dead === W.closing.deleted ? W.closing.deletedSays : W.closing.unknownSays),
    h("button", { type: "button", class: "first wide", onclick: () => { app.dead = ""; changed(); } }, W.closing.anew));
}

export function elsewhereScreen() {
  return h("main", { key: "elsewhere", class: "plain" },
    h("h1", { tabindex: -1 }, W.closing.elsewhere), h("p", null, W.closing.elsewhereSays),
    h("button", { type: "button", class: "first wide", onclick: connect }, W.closing.here));
}
