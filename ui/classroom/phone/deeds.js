// What a student does, and what becomes of it.

import { ask, Refusal } from "./api.js";
import { app, changed, roundName, room, say, token } from "./app.js";
import { heardTime, pause, timeOfDay } from "./clock.js";
import * as drafting from "./drafting.js";
import { forget, keep, kept } from "./kept.js";
import * as outbox from "./outbox.js";
import { Stream } from "./stream.js";
import { W } from "./words.js";

const UNKNOWN = 401;
const ROUNDS = new Set(["submit", "bet"]);
let stream = null;
let asking = false;
let again = false;
let retries = 0;
let retry = 0;
let savedAt = 0;
let heard = 0; // the version of the newest ring

const HEARD = {
  lost() {
    if (!app.lost) say(W.lostSaid);
    app.lost = true;
    changed();
  },
  found() {
    if (!app.lost) return;
    app.lost = false;
    say(W.foundSaid);
    outbox.flush();
    drafting.deliver();
    changed();
  },
  dead() { end(W.closing.unknown); },
  ping(said) { heardTime(said.now); },
  state: rung,
  draft: drafting.heardDraft,
  forecast: drafting.heardForecast,
  bye(said) {
    if (said.why === "deleted") end(W.closing.deleted);
    else if (said.why === "elsewhere") { app.elsewhere = true; changed(); }
  },
};

// Something is new. What comes along is taken; all else is got. A state that is on its way is held
// against what was heard when it comes.
function rung(said) {
  heard = said.version;
  const { state } = app;
  if (asking) return;
  if (!state || !said.changed) { if (!state || said.version !== state.version) refresh(); return; }
  if (said.version >= state.version && !knowsLess(said.changed, state)) take({ ...state, ...said.changed });
}

// It was on its way when this phone's own submission was saved.
function knowsLess(changed, state) {
  return "submitted" in changed && state.submitted && (changed.submitted?.revision || 0) < state.submitted.revision;
}

export function connect() {
  disconnect();
  app.elsewhere = false;
  app.dead = "";
  stream = new Stream(token(), HEARD);
  refresh();
  outbox.flush();
}

function disconnect() {
  if (stream) stream.end();
  stream = null;
  app.lost = false;
}

function end(why) {
  disconnect();
  forget();
  Object.assign(app, { dead: why, state: null, seat: null });
  changed();
}

// A state of the server takes the place of the one before.
export function accept(state, delay = 0) {
  heardTime(state.now, delay);
  take(state);
  if (state.version >= heard) return;
  heard = 0; // whatever is got from now on knows of it
  refresh();
}

function take(state) {
  const before = app.state;
  app.state = state;
  if (app.seat.title !== state.room.title) remember({ title: state.room.title });
  const round = roundName();
  if (before && before.team?.mine && state.team && !state.team.mine && state.team.pen) drafting.forgetDraft();
  // A room that begins anew asks everything anew.
  if (state.room.phase === "lobby") {
    drafting.forgetDraft();
    outbox.drop((one) => ROUNDS.has(one.kind));
  }
  outbox.drop((one) => one.rehearsal !== undefined && one.rehearsal !== state.room.rehearsal);
  const was = before && `${before.room.code} ${before.room.rehearsal} ${before.room.round} ${before.room.phase}`;
  if (was !== `${round} ${state.room.phase}` || before.team?.id !== state.team?.id) {
    app.changing = false;
    app.note = "";
    drafting.newRound();
  }
  changed();
}

async function refresh() {
  if (asking) { again = true; return; }
  asking = true;
  clearTimeout(retry);
  const whose = token();
  do {
    again = false;
    const began = Date.now();
    try {
      const state = await ask("state", whose);
      if (token() !== whose) break;
      retries = 0;
      // An answer that was on its way when something was saved knows nothing of it.
      if (began <= savedAt) again = true;
      else accept(state, (Date.now() - began) / 2);
    } catch (problem) {
      if (token() !== whose) break;
      if (problem instanceof Refusal && problem.status === UNKNOWN) { end(W.closing.unknown); break; }
      clearTimeout(retry);
      retry = setTimeout(() => { if (token()) refresh(); }, Math.max(pause(retries++), problem.wait || 0));
    }
  } while (again && token() === whose);
  asking = false;
}

// Pages of one browser share a seat: what another page left, or joined, this one has left and joined.
export function followSeat() {
  const was = app.seat;
  app.seat = kept("seat");
  if (was?.token === app.seat?.token && was?.left === app.seat?.left) return;
  Object.assign(app, { state: null, leaving: false, answers: kept("answers") || {} });
  if (token()) connect();
  else disconnect();
  changed();
}

function remember(more) {
  app.seat = { ...app.seat, ...more };
  keep("seat", app.seat);
}

export async function join(code, nickname) {
  const joining = app.joining;
  joining.problem = !code ? W.join.noCode : !nickname.trim() ? W.join.noNickname : "";
  if (joining.problem || joining.busy) { changed(); return; }
  joining.busy = true;
  changed();
  try {
    const got = await ask("join", null, { code, nickname: nickname.trim() });
    disconnect();
    forget();
    app.asked = "";
    app.answers = {};
    app.state = null;
    app.seat = null;
    remember({ token: got.token, nickname: nickname.trim(), code, title: got.room.title || "", left: false });
    connect();
  } catch (problem) {
    joining.problem = problem instanceof Refusal ? problem.message || W.refused : W.join.unreached;
  }
  joining.busy = false;
  changed();
}

export async function comeBack() {
  const joining = app.joining;
  try {
    const state = app.seat.left ? await ask("rejoin", app.seat.token, {}) : null;
    app.asked = "";
    remember({ left: false });
    connect();
    if (state) accept(state);
  } catch (problem) {
    if (problem instanceof Refusal && problem.status === UNKNOWN) { end(W.closing.unknown); return; }
    joining.problem = problem instanceof Refusal ? problem.message || W.refused : W.join.unreached;
    changed();
  }
}

// A deed that is answered with the state; what is refused is shown.
async function doing(path, body) {
  try {
    const state = await ask(path, token(), body);
    app.note = "";
    if (state) accept(state);
  } catch (problem) {
    app.note = problem instanceof Refusal ? problem.message || W.refused : W.lost;
    if (problem.state) { const { note } = app; accept(problem.state); app.note = note; }
    changed();
  }
}

export function choose(seat) { doing("seat", seat.team === null ? { copy: seat.copy, seat: seat.seat } : { team: seat.team }); }

export function deal() { doing("seat", {}); }

export function takePen() { doing("pen", { take: true }); }

export async function leave() {
  try {
    await ask("leave", token(), {});
  } catch (problem) {
    if (!(problem instanceof Refusal)) { app.note = W.lost; changed(); return; }
  }
  remember({ left: true });
  disconnect();
  outbox.drop(() => true);
  Object.assign(app, { state: null, leaving: false });
  changed();
}

export function submit() {
  const { bet } = app.state;
  const body = { round: room().round, settings: drafting.settings(), key: outbox.newKey() };
  if (bet && bet.draft) body.bet = bet.draft;
  app.changing = false;
  app.note = "";
  put("submit", "submit", body);
}

export function bet(low, high) { put("bet", "bet", { round: room().round, bet: [low, high] }); }

export function vote(question, answer) { put("vote", "vote", { question, answer }); }

export function handIn(answers) { put("slip", "slip", { answers }); }

function put(kind, path, body) {
  const { rehearsal } = room();
  outbox.put(kind, path, body);
  keep("outbox", kept("outbox").map((one) => (one.kind === kind ? { ...one, rehearsal } : one)));
  changed();
}

export function beginOutbox() {
  outbox.begin(token, {
    saved(one, answer) {
      savedAt = Date.now();
      took(one, answer);
      changed();
    },
    refused(one, problem) {
      if (problem.status === UNKNOWN) { end(W.closing.unknown); return; }
      if (problem.state) accept(problem.state);
      app.note = problem.message || W.refused;
      say(app.note);
      changed();
    },
    waits() { changed(); },
  });
}

// The server has them now; what was typed since then stays.
function handedIn(slip, told) {
  slip.mine = told;
  app.answers = Object.fromEntries(Object.entries(app.answers).filter(([question, text]) => text.trim() !== (told[question] || "")));
  keep("answers", app.answers);
}

// What the next state will say anyhow, shown at once.
function took(one, answer) {
  const { state } = app;
  if (!state) return;
  if (one.kind === "submit" && one.body.round === state.room.round) {
    state.submitted = { at: answer.saved, by: state.me.nickname, revision: answer.revision, settings: one.body.settings };
    drafting.forgetDraft();
    say(W.submitted.saved(timeOfDay(answer.saved)));
  } else if (one.kind === "bet" && state.bet && one.body.round === state.room.round) state.bet.draft = one.body.bet;
  else if (one.kind === "vote" && state.vote) state.vote.mine = one.body.answer;
  else if (one.kind === "slip" && state.slip) handedIn(state.slip, one.body.answers);
}
