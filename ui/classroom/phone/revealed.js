// What the quarter brought: the team's change, one cause, and the race.

import { again, app, room } from "./app.js";
import { chartPart } from "./charts.js";
import { votePart } from "./voting.js";
import { h } from "./dom.js";
import { message, note } from "./frame.js";
import { teamPart } from "./team.js";
import { headlines, standing } from "./thinking.js";
import { W } from "./words.js";

const TICK = 500;
let began = null;

export function resolvingScreen() {
  if (!began || began.round !== room().round) began = { round: room().round, at: Date.now() };
  const seconds = Math.floor((Date.now() - began.at) / 1000);
  again(TICK);
  return h("main", { key: "resolving", class: "plain" },
    h("h1", { tabindex: -1 }, W.resolving.title),
    h("p", null, W.resolving.says),
    h("div", { class: "working", role: "progressbar", "aria-label": W.resolving.title }, h("i")),
    h("p", { class: "quiet" }, seconds > 1 ? W.resolving.seconds(seconds) : ""));
}

export function revealedScreen() {
  const { revealed, result, bet } = app.state;
  return h("main", { key: `revealed ${room().round}`, class: "wide-page" },
    h("div", { class: "side" },
      revealed ? changes(revealed) : standing(),
      message(), note(),
      bet && bet.last && h("p", { key: "bet", class: "came" }, bet.last)),
    h("div", { class: "side" },
      revealed && chartPart(revealed.series),
      result && result.line && h("p", { key: "result" }, result.line),
      headlines(),
      votePart(),
      h("p", { key: "next", class: "quiet" }, room().round < room().rounds ? W.revealed.next : W.revealed.lastOne),
      teamPart()));
}

function changes(revealed) {
  return h("section", { key: "changes", class: "changes" },
    h("p", { class: "kicker" }, revealed.quarter ? W.revealed.title(revealed.quarter) : W.revealed.plain),
    revealed.change.map((line, k) => (k ? h("p", { key: line }, line) : h("h1", { key: "first", tabindex: -1 }, line))),
    revealed.cause && h("p", { key: "cause", class: "cause" }, revealed.cause));
}
