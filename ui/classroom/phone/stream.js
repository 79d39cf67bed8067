// What the server says by itself. Silence means that the connection is lost: it pings every 2 s.

import { address, headers } from "./api.js";
import { pause } from "./clock.js";

const SILENCE = 4000;
const GONE = 401;

export class Stream {
  constructor(token, heard) {
    Object.assign(this, { token, heard, tries: 0, running: null, ended: false, last: 0 });
    this.wake = () => { if (!document.hidden && Date.now() - this.last > SILENCE) this.again(); };
    this.cut = () => { this.lose(); };
    document.addEventListener("visibilitychange", this.wake);
    window.addEventListener("pageshow", this.wake);
    window.addEventListener("online", this.wake);
    window.addEventListener("offline", this.cut);
    this.open();
  }

  end() {
    this.ended = true;
    this.stop();
    document.removeEventListener("visibilitychange", this.wake);
    window.removeEventListener("pageshow", this.wake);
    window.removeEventListener("online", this.wake);
    window.removeEventListener("offline", this.cut);
  }

  stop() {
    clearTimeout(this.silence);
    clearTimeout(this.later);
    if (this.running) this.running.abort();
    this.running = null;
  }

  again() {
    this.stop();
    if (!this.ended) this.open();
  }

  lose() {
    if (this.ended) return;
    this.stop();
    this.heard.lost();
    this.later = setTimeout(() => this.open(), pause(this.tries++));
  }

  listen() {
    this.last = Date.now();
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.lose(), SILENCE);
  }

  async open() {
    const running = (this.running = new AbortController());
    const mine = () => this.running === running;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => { if (mine()) this.lose(); }, SILENCE);
    try {
      const answer = await fetch(address("stream"), { headers: headers(this.token), signal: running.signal, cache: "no-store" });
      if (!mine()) return;
      if (answer.status === GONE) {
        this.end();
        this.heard.dead();
        return;
      }
      if (!answer.ok) throw new Error("refused");
      await this.read(answer.body.getReader(), mine);
    } catch { /* lost, as below */ }
    if (mine()) this.lose();
  }

  async read(reader, mine) {
    const letters = new TextDecoder();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done || !mine()) return;
      this.listen();
      text += letters.decode(value, { stream: true });
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end < 0) break;
        this.tell(text.slice(0, end));
        text = text.slice(end + 2);
        if (!mine()) return;
      }
    }
  }

  tell(block) {
    let name = "message";
    let data = "";
    for (const line of block.split("\n")) {
      if (line.startsWith("event:")) name = line.slice(6).trim();
      else if (line.startsWith("data:")) data += line.slice(5).trim();
    }
    if (!data) return;
    this.tries = 0;
    this.heard.found();
    const said = JSON.parse(data);
    if (name === "bye" && said.why !== "stopping") this.end();
    if (this.heard[name]) this.heard[name](said);
  }
}
