// Join: code and nickname; or back into the room that this phone was in.

import { app, changed } from "./app.js";
import { comeBack, join } from "./deeds.js";
import { h } from "./dom.js";
import { W } from "./words.js";

const LONGEST_NAME = 24;
const LONGEST_CODE = 12;

export function joinScreen() {
  const { joining, seat } = app;
  const set = (name) => (event) => { joining[name] = event.target.value; joining.problem = ""; changed(); };
  return h("main", { key: "join", class: "plain" },
    h("h1", { tabindex: -1 }, W.join.title),
    seat && back(seat),
    h("form", { class: "form", novalidate: true, onsubmit: (event) => { event.preventDefault(); join(joining.code, joining.nickname); } },
      h("label", { for: "code" }, W.join.code),
      h("input", {
        id: "code", class: "code", type: "text", value: joining.code, maxlength: LONGEST_CODE, autocomplete: "off", autocapitalize: "characters",
        autocorrect: "off", spellcheck: "false", enterkeyhint: "next", "aria-describedby": "problem", oninput: set("code"),
      }),
      h("label", { for: "nickname" }, W.join.nickname),
      h("input", {
        id: "nickname", type: "text", value: joining.nickname, maxlength: LONGEST_NAME, autocomplete: "off", spellcheck: "false",
        enterkeyhint: "go", "aria-describedby": "about-name problem", oninput: set("nickname"),
      }),
      h("p", { id: "about-name", class: "lever-note" }, W.join.nicknameHelp),
      h("p", { id: "problem", class: "problem", role: "alert" }, joining.problem),
      h("button", { type: "submit", class: "first wide", disabled: joining.busy }, joining.busy ? W.join.going : W.join.go)));
}

function back(seat) {
  const said = seat.left ? W.join.left : W.join.still;
  return h("section", { class: "message" }, h("p", null, said(seat.nickname, seat.title)),
    h("button", { type: "button", class: "second", onclick: comeBack }, W.join.back));
}
