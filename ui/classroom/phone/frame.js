// What stands above every screen: quarter, time left, and whether the server is there.

import { again, app, room, say } from "./app.js";
import { minutes, secondsLeft } from "./clock.js";
import { h } from "./dom.js";
import { W } from "./words.js";

const SAID_AT = [60, 30, 10];
const HURRY = 30;
const TICK = 250;
let saidLast = 0;

export function head() {
  const { state } = app;
  const title = state ? heading(state.room) : W.name;
  const more = app.lost ? W.lost : state ? line(state) : "";
  return h("header", { key: "head", class: app.lost ? "head lost" : "head" },
    h("div", { class: "head-row" }, h("b", { class: "quarter" }, title), state && timer(state.room)),
    h("div", { class: "head-line" }, more));
}

const PLAYED = new Set(["thinking", "resolving", "revealed"]);

// The quarter while one is played; before and after, the room.
export function heading(now) { return PLAYED.has(now.phase) && now.quarter ? now.quarter : now.title; }

function line(state) {
  const said = [];
  const now = state.room;
  if (now.rehearsal) said.push(W.head.rehearsal);
  if (now.round && PLAYED.has(now.phase)) said.push(W.head.round(now.round, now.rounds));
  if (state.team) said.push(state.team.name);
  if (state.team && !state.team.name.startsWith(state.team.seat)) said.push(state.team.seat);
  return said.join(" · ");
}

function timer(now) {
  if (now.phase !== "thinking") return null;
  if (now.paused) return h("b", { class: "timer" }, now.left ? W.head.pausedAt(minutes(Math.ceil(now.left / 1000))) : W.head.paused);
  if (now.deadline === null) return null;
  const left = secondsLeft(now.deadline);
  again(TICK);
  if (left !== saidLast && SAID_AT.includes(left)) say(W.head.leftSaid(left));
  saidLast = left;
  return h("b", { class: left <= HURRY ? "timer hurry" : "timer", role: "timer", "aria-label": W.head.left }, left ? minutes(left) : W.head.over);
}

export function message() {
  const said = room().message;
  return said && h("aside", { key: "message", class: "message", role: "status" }, h("small", null, W.message), h("p", null, said.text));
}

export function note() { return app.note && h("p", { key: "note", class: "note", role: "alert" }, app.note); }
