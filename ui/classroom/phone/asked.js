// Questions that the quarter puts to the team; who says nothing is answered by the autopilot.

import { app, canDecide } from "./app.js";
import { h } from "./dom.js";
import { move, values } from "./drafting.js";
import { W } from "./words.js";

export function askedPart() {
  const { asked } = app.state;
  if (!asked.length) return null;
  const now = values();
  const answered = asked.filter((one) => one.lever in now).length;
  return h("section", { key: "asked" },
    h("h2", null, W.thinking.asked, h("small", null, W.thinking.answered(answered, asked.length))),
    asked.map((one) => question(one, now[one.lever])));
}

function question(one, value) {
  return h("fieldset", { key: one.lever, class: "question" },
    h("legend", null, one.text),
    one.choices.map((choice) => h("label", { key: choice.value, class: choice.value === value ? "card on" : "card" },
      h("input", {
        type: "radio", name: `asked-${one.lever}`, value: choice.value, checked: choice.value === value, disabled: !canDecide(),
        onchange: () => move({ [one.lever]: choice.value }),
      }),
      h("span", null,
        h("b", null, choice.label, isUsual(one, choice) && h("em", null, W.thinking.usual)),
        choice.says && h("span", { class: "quiet" }, choice.says)))));
}

function isUsual(one, choice) { return one.usual === choice.value || one.usual === choice.label; }
