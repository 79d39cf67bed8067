// What a student did and the server has not acknowledged: kept on this phone, sent again until it
// is saved or refused. A retry carries the same key, so that no deed counts twice.

import { ask, Refusal } from "./api.js";
import { pause } from "./clock.js";
import { keep, kept } from "./kept.js";

let sending = false;
let later = 0;
let tries = 0;
let told = null;
let whose = () => null;

export function begin(token, heard) {
  whose = token;
  told = heard;
}

export function waiting(kind) { return (kept("outbox") || []).find((one) => one.kind === kind) || null; }

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (n) => n.toString(16).padStart(2, "0")).join("");
}

// The newest of a kind takes the place of an older one.
export function put(kind, path, body) {
  const others = (kept("outbox") || []).filter((one) => one.kind !== kind);
  keep("outbox", [...others, { kind, path, body, id: newKey() }]);
  flush();
}

export function drop(of) { keep("outbox", (kept("outbox") || []).filter((one) => !of(one))); }

export function flush() {
  clearTimeout(later);
  if (!sending && whose()) send();
}

async function send() {
  sending = true;
  let wait = -1;
  while (whose() && (kept("outbox") || []).length) {
    const one = kept("outbox")[0];
    try {
      const answer = await ask(one.path, whose(), one.body);
      done(one);
      tries = 0;
      told.saved(one, answer);
    } catch (problem) {
      if (problem instanceof Refusal && !problem.passes) {
        done(one);
        told.refused(one, problem);
        continue;
      }
      wait = Math.max(pause(tries++), problem.wait || 0);
      told.waits(one, problem);
      break;
    }
  }
  sending = false;
  if (wait >= 0) later = setTimeout(flush, wait);
}

function done(one) { drop((other) => other.id === one.id); }
