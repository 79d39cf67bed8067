// What the page knows, and who is told when it changes.

import { kept } from "./kept.js";

export const app = {
  seat: kept("seat"), // {token, nickname, code, title, left}
  state: null, // as the server last said it
  lost: false, // no sign of life from the server
  dead: "", // the room is gone
  elsewhere: false, // the same person is on other pages
  note: "", // a refusal to be read
  asked: "", // code in the page's address
  changing: false, // a submission is being changed
  joining: { code: "", nickname: "", busy: false, problem: "" },
  help: "", // lever whose help is open
  bet: null, // {of, low, high} as it is being drawn
  forecast: null,
  forecastSince: 0,
  chart: "behind",
  answers: kept("answers") || {},
  leaving: false,
};

let paint = () => {};
let due = false;

export function whenChanged(draw) { paint = draw; }

export function changed() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => { due = false; paint(); });
}

// Time passes on the page: draw it again soon.
let ticking = 0;

export function again(ms) {
  if (ticking) return;
  ticking = setTimeout(() => { ticking = 0; changed(); }, ms);
}

// For who cannot see the page.
export function say(text) { document.getElementById("said").textContent = text; }

export function token() { return app.seat && !app.seat.left ? app.seat.token : null; }

export function room() { return app.state.room; }

// Which round a draft or a bet is of: a rehearsal's first is not the lesson's first.
export function roundName() { return `${room().code} ${room().rehearsal} ${room().round}`; }

export function canDecide() {
  const { team } = app.state;
  return Boolean(team && !team.taken_over && (team.mine || team.pen === null));
}
