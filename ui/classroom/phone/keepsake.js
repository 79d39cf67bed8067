// The team's own page: made by the server when it is asked for, then kept among the downloads.

import { address, headers } from "./api.js";
import { again, app, changed, room, say, token } from "./app.js";
import { h } from "./dom.js";
import { W } from "./words.js";

const PATIENCE = 120000;
const TICK = 500;
const NAMED = /filename="([^"]+)"/;
let of = null; // the token that what is kept here belongs to
let since = 0; // when it was asked for; 0 while nobody waits
let made = null; // {url, name}
let problem = "";

export function keepsakePart() {
  const { team, result } = app.state;
  if (!team || !result) return null;
  if (of !== token()) forgetIt();
  if (since) again(TICK);
  const seconds = since ? Math.floor((Date.now() - since) / 1000) : 0;
  return h("section", { key: "keepsake", class: "keepsake" }, h("h2", null, W.keepsake.title),
    h("p", { key: "says" }, W.keepsake.says),
    since
      ? h("div", { key: "busy" }, h("div", { class: "working", role: "progressbar", "aria-label": W.keepsake.busy }, h("i")),
        h("p", { class: "tick" }, W.keepsake.busy, seconds > 1 && ` ${W.resolving.seconds(seconds)}`))
      : made
        ? [h("p", { key: "made", class: "tick" }, `✓ ${W.keepsake.saved(made.name)}`), h("a", { key: "again", class: "link", href: made.url, download: made.name }, W.keepsake.again)]
        : h("button", { key: "go", type: "button", class: room().phase === "ended" ? "first wide" : "second wide", onclick: save }, W.keepsake.go),
    problem && h("p", { key: "problem", class: "note", role: "alert" }, problem));
}

function forgetIt() {
  if (made) URL.revokeObjectURL(made.url);
  of = token();
  made = null;
  since = 0;
  problem = "";
}

async function save() {
  const whose = token();
  since = Date.now();
  problem = "";
  say(W.keepsake.busy);
  changed();
  const give = new AbortController();
  const timer = setTimeout(() => give.abort(), PATIENCE);
  let found = null;
  let line = "";
  try {
    const answer = await fetch(address("after/team"), { headers: headers(whose), signal: give.signal, cache: "no-store" });
    if (answer.ok) {
      const named = NAMED.exec(answer.headers.get("Content-Disposition") || "");
      found = { url: URL.createObjectURL(await answer.blob()), name: named ? named[1] : "tenfold.html" };
    } else {
      line = (await answer.json().catch(() => ({}))).error || "";
    }
  } catch {
    line = W.keepsake.unreached;
  }
  clearTimeout(timer);
  if (of !== whose || token() !== whose) return;
  since = 0;
  made = found;
  if (found) {
    download(found);
    say(W.keepsake.saved(found.name));
  } else {
    problem = `${W.keepsake.failed} ${line}`.trim();
  }
  changed();
}

function download(file) {
  const el = Object.assign(document.createElement("a"), { href: file.url, download: file.name });
  document.body.append(el);
  el.click();
  el.remove();
}
