// One question to the server and its answer; what it refuses is thrown as a Refusal.

const ROOT = "/api/v1/";
const PATIENCE = 8000;

export class Refusal extends Error {
  constructor(status, text, state, wait) {
    super(text);
    Object.assign(this, { status, state, wait });
  }

  // It was not the question's fault: the same may be well in a moment.
  get passes() { return this.status === 429 || this.status === 408 || this.status >= 500; }
}

export function headers(token) { return token ? { Authorization: `Bearer ${token}` } : {}; }

export function address(path) { return ROOT + path; }

export async function ask(path, token, body) {
  const give = new AbortController();
  const timer = setTimeout(() => give.abort(), PATIENCE);
  try {
    const answer = await fetch(address(path), {
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? headers(token) : { ...headers(token), "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: give.signal,
      cache: "no-store",
    });
    if (answer.status === 204) return null;
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    const wait = 1000 * Number(answer.headers.get("Retry-After") || 0);
    throw new Refusal(answer.status, said.error || "", said.state || null, wait);
  } finally {
    clearTimeout(timer);
  }
}
