// A claim to vote on, whenever the teacher asks it.

import { app } from "./app.js";
import { vote } from "./deeds.js";
import { h } from "./dom.js";
import { waiting } from "./outbox.js";
import { W } from "./words.js";

export function votePart() {
  const asked = app.state.vote;
  if (!asked) return null;
  const pending = waiting("vote");
  const mine = pending ? pending.body.answer : asked.mine;
  return h("section", { key: "vote" }, h("h2", null, W.closing.vote),
    h("fieldset", { class: "question" }, h("legend", null, asked.question),
      asked.choices.map((choice) => h("label", { key: choice, class: choice === mine ? "card on" : "card" },
        h("input", { type: "radio", name: "vote", value: choice, checked: choice === mine, disabled: asked.open === false, onchange: () => vote(asked.question, choice) }),
        h("span", null, choice, counted(asked, choice))))),
    h("p", { class: "tick", role: "status" }, asked.open === false ? W.closing.voteOver : pending ? W.submitted.sending : mine ? `✓ ${W.closing.voted}` : ""));
}

function counted(asked, choice) {
  const found = (asked.counts || []).find((one) => one.choice === choice);
  return found && h("small", null, W.closing.votes(found.votes));
}
