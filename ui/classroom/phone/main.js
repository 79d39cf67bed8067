// The page: which screen it shows, and how it begins.

import { app, changed, room, token, whenChanged } from "./app.js";
import { deadScreen, debriefScreen, elsewhereScreen } from "./closing.js";
import { accept, beginOutbox, connect, followSeat } from "./deeds.js";
import { draw, h } from "./dom.js";
import { begin as beginDrafting } from "./drafting.js";
import { head, heading } from "./frame.js";
import { joinScreen } from "./join.js";
import { whenChangedElsewhere } from "./kept.js";
import { chooseScreen, lobbyScreen } from "./lobby.js";
import { resolvingScreen, revealedScreen } from "./revealed.js";
import { isSubmitted, submitBar, submittedScreen, thinkingScreen } from "./thinking.js";
import { W } from "./words.js";

const place = document.getElementById("app");
let shown = null;

function screen() {
  const { state } = app;
  if (app.dead) return deadScreen();
  if (!token() || otherRoom()) return joinScreen();
  if (app.elsewhere) return elsewhereScreen();
  if (!state) return h("main", { key: "loading", class: "plain" }, h("h1", { tabindex: -1, class: "appears" }, W.loading));
  const { phase } = state.room;
  if (phase === "ended" || phase === "debrief") return debriefScreen();
  if (!state.team) return chooseScreen();
  if (phase === "lobby") return lobbyScreen();
  if (phase === "resolving") return resolvingScreen();
  if (phase === "revealed") return revealedScreen();
  return isSubmitted() ? submittedScreen() : thinkingScreen();
}

// A code in the address that is not that of the room in which this phone is.
function otherRoom() { return app.asked && app.seat && app.asked !== plain(app.seat.code) && app.asked !== plain(app.state?.room.code || ""); }

function plain(code) { return code.toUpperCase().replace(/[^A-Z0-9]/g, ""); }

function paint() {
  const main = screen();
  const fresh = shown !== null && shown !== main.key;
  const deciding = main.key.startsWith("thinking");
  draw(place, [head(), main, deciding && submitBar()]);
  document.title = app.state && token() ? `${heading(app.state.room)} · ${W.name}` : W.name;
  if (fresh) {
    window.scrollTo(0, 0);
    const title = place.querySelector("h1");
    if (title) title.focus({ preventScroll: true });
  }
  shown = main.key;
}

function begin() {
  const [, way, code] = location.pathname.split("/");
  app.asked = way === "j" && code ? plain(decodeURIComponent(code)) : "";
  app.joining.code = app.asked;
  whenChanged(paint);
  beginOutbox();
  beginDrafting(accept);
  whenChangedElsewhere("seat", followSeat);
  window.addEventListener("resize", changed);
  if (token() && !otherRoom()) connect();
  paint();
}

begin();
