// What this phone keeps, so that a reload or an empty battery loses nothing; pages of one browser
// share it. A browser that keeps nothing plays all the same until its page is closed.

const ROOT = "tenfold-class-";
const here = {};

export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(ROOT + name);
    else localStorage.setItem(ROOT + name, JSON.stringify(value));
    delete here[name];
  } catch {
    here[name] = value;
  }
}

export function kept(name) {
  if (name in here) return here[name];
  try {
    return JSON.parse(localStorage.getItem(ROOT + name));
  } catch {
    return null;
  }
}

// Another page of this browser has changed it.
export function whenChangedElsewhere(name, hear) {
  window.addEventListener("storage", (event) => { if (event.key === ROOT + name || event.key === null) hear(); });
}

export function forget() {
  for (const name of ["seat", "outbox", "draft", "answers"]) keep(name, null);
}
