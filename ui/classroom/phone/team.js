// Who sits in the team, who holds the pen, and the way out.

import { app, canDecide, changed } from "./app.js";
import { leave, takePen } from "./deeds.js";
import { h } from "./dom.js";
import { W } from "./words.js";

export function penPart() {
  const { team } = app.state;
  if (team.taken_over) return h("p", { key: "pen", class: "note" }, W.team.takenOver[team.taken_over]);
  if (team.mates.length < 2 && !team.pen) return null;
  const said = team.mine ? W.team.held : team.pen === null ? W.team.free : W.team.holds(team.pen);
  return h("div", { key: "pen", class: "pen" },
    h("p", null, said, !canDecide() && h("span", { class: "quiet" }, " ", W.team.live)),
    // Where a mate holds it, the large button below takes it.
    team.pen === null && h("button", { type: "button", class: "second", onclick: takePen }, W.team.take));
}

export function teamPart(open = false) {
  const { team, me } = app.state;
  return h("details", { key: "team", class: "fold team", made: (el) => { el.open = open; } },
    h("summary", null, W.team.title, team && h("small", null, team.name)),
    team && h("ul", { class: "mates" }, team.mates.map((mate) => h("li", { key: mate.nickname, class: mate.here ? "" : "away" },
      h("bdi", null, mate.nickname), h("small", null, mate.nickname === me.nickname && W.team.you, !mate.here && ` ${W.team.away}`,
        mate.pen && h("span", { role: "img", "aria-label": W.team.pen }, " ✎"))))),
    leaving());
}

export function leaving() {
  const set = (value) => () => { app.leaving = value; changed(); };
  if (!app.leaving) return h("button", { key: "leave", type: "button", class: "link", onclick: set(true) }, W.team.leave);
  // Whoever has no pointer is where the question is asked, and stays if it was pressed twice.
  return h("div", { key: "sure", class: "sure", made: (el) => { el.querySelector("button:last-child").focus(); } }, h("p", { role: "status" }, W.team.sure),
    h("div", { class: "pair" },
      h("button", { type: "button", class: "second", onclick: leave }, W.team.leave),
      h("button", { type: "button", class: "second", onclick: set(false) }, W.team.stay)));
}
