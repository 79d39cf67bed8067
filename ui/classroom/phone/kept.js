// What this phone keeps, so that a reload or an empty battery loses nothing. A browser that keeps
// nothing, as some do in private windows, plays all the same until its page is closed.

const ROOT = "tenfold-class-";
const here = {};

export function keep(name, value) {
  here[name] = value;
  try {
    if (value === null) localStorage.removeItem(ROOT + name);
    else localStorage.setItem(ROOT + name, JSON.stringify(value));
  } catch { /* kept in `here` alone */ }
}

export function kept(name) {
  if (!(name in here)) {
    here[name] = null;
    try { here[name] = JSON.parse(localStorage.getItem(ROOT + name)); } catch { /* nothing is kept */ }
  }
  return here[name];
}

export function forget() {
  for (const name of ["seat", "outbox", "draft", "answers"]) keep(name, null);
}
