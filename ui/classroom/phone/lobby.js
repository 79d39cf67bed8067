// Before the first quarter: choose a seat or be dealt one, and wait.

import { app, room } from "./app.js";
import { choose, deal } from "./deeds.js";
import { h } from "./dom.js";
import { message, note } from "./frame.js";
import { leaving, teamPart } from "./team.js";
import { rolePart } from "./thinking.js";
import { W } from "./words.js";

export function chooseScreen() {
  const { seats } = app.state;
  return h("main", { key: "choose" },
    h("h1", { tabindex: -1 }, W.lobby.choose),
    h("p", { class: "quiet" }, room().race),
    message(), note(),
    h("button", { type: "button", class: "first wide", onclick: deal }, W.lobby.deal),
    seats.length ? seatList(seats) : h("p", null, W.lobby.chooseNone),
    leaving());
}

export function lobbyScreen() {
  const { team, seats, room: now } = app.state;
  const here = seats.find((seat) => seat.team === team.id);
  const others = seats.filter((seat) => seat.team !== team.id);
  return h("main", { key: "lobby" },
    h("h1", { tabindex: -1 }, team.seat === W.lobby.government ? W.lobby.ruler : W.lobby.yours(team.seat)),
    h("p", { class: "quiet" }, now.race),
    (team.mission || here?.says) && h("p", null, team.mission || here.says),
    rolePart(),
    message(), note(),
    h("p", { class: "big-note" }, now.rehearsal ? W.head.rehearsalSays : null, " ", W.lobby.wait),
    teamPart(true),
    others.length > 0 && h("details", { key: "other", class: "fold" }, h("summary", null, W.lobby.other), seatList(others)));
}

function seatList(seats) {
  const copies = new Set(seats.map((seat) => seat.copy)).size > 1;
  return h("ul", { class: "seats" }, seats.map((seat) => h("li", { key: `${seat.copy} ${seat.seat} ${seat.team}` },
    h("button", { type: "button", class: "seat", disabled: seat.free < 1, onclick: () => choose(seat) },
      h("span", null, h("b", null, seat.name || seat.seat), copies && h("small", null, W.lobby.copy(seat.copy))),
      seat.says && h("span", { class: "quiet" }, seat.says),
      h("small", null, W.lobby.free(seat.free))))));
}
