"use strict";

const SILENCE = 5000;
const FEW = 16;
const PATIENCE = 8000;
const line = (id) => document.getElementById(id);
const WORDS = {
  posting: "Trying …",
  posted: "It does.",
  notPosted: "It does not: pages come, but nothing goes back. Look at a filter or proxy in this network.",
  streaming: (seconds) => `${seconds} of 20 seconds`,
  streamed: "It does, 20 seconds long.",
  cut: (seconds) => `It was cut after ${seconds} s. Turn off data saver, VPN and private relay on this phone; else the network cuts connections: use a hotspot.`,
  well: "This phone gets through: it can play.",
  bad: "This phone cannot play in this network yet.",
};

function mark(id, how, text) {
  line(id).className = how;
  const told = id === "verdict" ? line(id) : line(id).querySelector("span");
  told.textContent = text;
}

async function post(id, body) {
  const give = new AbortController();
  const timer = setTimeout(() => give.abort(), PATIENCE);
  try {
    const answer = await fetch(`/check/${id}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: give.signal,
    });
    return answer.ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function listen(id) {
  const give = new AbortController();
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  let silence = setTimeout(() => give.abort(), SILENCE);
  let heard = "";
  try {
    const answer = await fetch(`/check/${id}/stream`, { signal: give.signal, cache: "no-store" });
    const reader = answer.body.getReader();
    const text = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      heard = (heard + text.decode(value, { stream: true })).slice(-200);
      clearTimeout(silence);
      silence = setTimeout(() => give.abort(), SILENCE);
      mark("stream", "", WORDS.streaming(Math.min(20, seconds())));
    }
  } catch {
    // What was heard says how far it came.
  }
  clearTimeout(silence);
  return { lived: seconds(), whole: heard.includes("event: bye") && seconds() >= FEW };
}

async function check() {
  line("again").hidden = true;
  mark("verdict", "", "");
  mark("stream", "", "");
  mark("post", "", WORDS.posting);
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => n.toString(16).padStart(2, "0")).join("");
  const posted = await post(id, { step: "page" });
  mark("post", posted ? "well" : "bad", posted ? WORDS.posted : WORDS.notPosted);
  const { lived, whole } = await listen(id);
  mark("stream", whole ? "well" : "bad", whole ? WORDS.streamed : WORDS.cut(lived));
  const told = posted && (await post(id, { step: whole ? "stayed" : "cut", seconds: lived }));
  const well = told && whole;
  mark("verdict", well ? "well" : "bad", well ? WORDS.well : WORDS.bad);
  line("again").hidden = false;
}

line("again").addEventListener("click", check);
check();
