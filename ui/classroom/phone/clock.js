// The server's time: a phone's own clock may be minutes off.

let off = 0;
let known = false;

// Of what was heard, the least delayed is the truest.
export function heardTime(now, delay = 0) {
  const here = now + delay - Date.now();
  off = known && Math.abs(here - off) < 1000 ? Math.max(off, now - Date.now()) : here;
  known = true;
}

function serverNow() { return Date.now() + off; }

export function timeOfDay(ms) {
  const at = new Date(ms);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((n) => String(n).padStart(2, "0")).join(":");
}

export function secondsLeft(deadline) { return Math.max(0, Math.ceil((deadline - serverNow()) / 1000)); }

export function minutes(seconds) { return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`; }

// Milliseconds until the next try, with some chance in it: a class must not come back in one moment.
export function pause(tries) {
  const most = Math.min(5000, 500 * 2 ** tries);
  return Math.max(500, most * (0.5 + Math.random() / 2));
}
