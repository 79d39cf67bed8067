"use strict";
(() => {
  const page = document.querySelector(".debrief"), token = page.dataset.token;
  const base = "/game/" + token + "/debrief";
  const at = (id) => document.getElementById(id);

  // What is still being computed fills in by itself.
  const put = (id, html) => {
    const place = at(id);
    if (!place || !html) return;
    place.innerHTML = html;
    place.hidden = false;
  };
  const rank = (entry) => {
    if (!entry) return;
    try {
      const known = JSON.parse(localStorage.getItem("tenfold-ranking") || "[]");
      const others = (Array.isArray(known) ? known : []).filter((one) => one.token !== entry.token);
      const before = (Array.isArray(known) ? known : []).find((one) => one.token === entry.token);
      const date = before ? before.date : new Date().toISOString().slice(0, 10);
      localStorage.setItem("tenfold-ranking", JSON.stringify([...others, { ...entry, date }]));
    } catch (_) { /* a browser that keeps nothing has no ranking */ }
  };
  let filled = page.dataset.whole === "1";
  const look = async () => {
    let state;
    try {
      const answer = await fetch(base + "/state?have=" + (filled ? 1 : 0));
      state = await answer.json();
    } catch (_) { setTimeout(look, 1500); return; }
    if (state.problem) {
      const step = at("step");
      if (step) step.textContent = state.problem;
      return;
    }
    if (!filled && at("progress")) {
      at("progress").style.width = state.done + "%";
      at("step").textContent = state.step;
    }
    for (const [id, html] of Object.entries(state.sections || {})) put(id, html);
    if (state.sections && !filled) {
      filled = true;
      at("keep").hidden = false;
      wire();
      if (location.hash) { const place = document.querySelector(location.hash); if (place) place.scrollIntoView(); }
    }
    if (state.ranking) rank(state.ranking);
    if (!state.complete) setTimeout(look, filled ? 700 : 150);
  };

  const send = async (where, what) => {
    const answer = await fetch(base + where, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.problem || "This cannot be computed.");
    return said;
  };
  const fork = async (turn, lever, value) => {
    try {
      const said = await send("/fork", { turn, lever, value });
      location.href = said.href;
    } catch (problem) { tell(problem.message); }
  };
  const tell = (text) => {
    const place = at("try-problem");
    place.textContent = text;
    place.hidden = !text;
  };

  const show = (lever, value) => {
    if (lever.choices.length) return lever.choices[value];
    if (lever.unit.startsWith("share") || lever.unit === "intensity") return Math.round(100 * value) + "%";
    if (lever.unit.startsWith("USD ")) {
      const size = value >= 1e9 ? (value / 1e9).toFixed(1) + "bn" : Math.round(value / 1e6) + "M";
      return "$" + size + " " + lever.unit.slice(4);
    }
    return (lever.whole ? value : Number(value).toFixed(2)) + " " + lever.unit;
  };

  function wire() {
    const tries = at("tries");
    document.querySelectorAll("button.try").forEach((button) => button.addEventListener("click", () =>
      fork(Number(button.dataset.turn), button.dataset.lever, Number(button.dataset.value))));
    if (!tries || tries.dataset.wired) return;
    tries.dataset.wired = "1";
    const known = JSON.parse(at("levers").textContent), field = tries.querySelector(".field");
    const output = tries.querySelector("output");
    let input, asked = 0, later;
    const lever = () => known.levers.find((one) => one.name === tries.lever.value);
    const logged = () => known.logged[Number(tries.turn.value) - 1][tries.lever.value];
    const told = () => { if (!lever().choices.length) output.textContent = show(lever(), Number(input.value)); };
    const field_for = (value) => {
      const one = lever();
      field.textContent = "";
      if (one.choices.length) {
        input = document.createElement("select");
        one.choices.forEach((label, k) => input.add(new Option(label, k)));
        output.textContent = "";
      } else {
        input = document.createElement("input");
        Object.assign(input, { type: "range", min: one.low, max: one.high,
          step: one.whole ? 1 : "any" });
      }
      input.setAttribute("aria-label", one.label);
      input.value = value;
      input.addEventListener("input", () => { told(); clearTimeout(later); later = setTimeout(ask, 180); });
      field.append(input);
      tries.querySelector(".help").textContent = one.help + " It was " + show(one, logged()) + ".";
      told();
    };
    const ask = async () => {
      const mine = ++asked;
      at("trial").classList.add("stale");
      try {
        const said = await send("/whatif", {
          turn: Number(tries.turn.value), lever: tries.lever.value, value: Number(input.value) });
        if (mine !== asked) return;
        at("trial").innerHTML = said.html;
        tell("");
      } catch (problem) { if (mine === asked) tell(problem.message); }
      if (mine === asked) at("trial").classList.remove("stale");
    };
    tries.addEventListener("submit", (event) => event.preventDefault());
    tries.lever.addEventListener("change", () => { field_for(logged()); ask(); });
    tries.turn.addEventListener("change", () => { field_for(input.value); ask(); });
    at("play-on").addEventListener("click", () =>
      fork(Number(tries.turn.value), tries.lever.value, Number(input.value)));
    document.querySelectorAll("#turns [data-turn]").forEach((bar) => bar.addEventListener("click", () => {
      tries.turn.value = bar.dataset.turn;
      field_for(logged());
      ask();
      at("what-if").scrollIntoView();
    }));
    field_for(known.value);
  }
  if (filled) wire();
  look();
})();
