// Draws what a screen says into the page, and changes only what differs: focus, a finger on a
// slider and the place of scrolling stay. All data becomes text or an attribute, never markup.

const SVG = "http://www.w3.org/2000/svg";
const AS_PROPERTY = new Set(["value", "checked", "disabled", "selected", "open"]);
const NO_PROPS = {};

export function h(tag, props, ...kids) {
  return { tag, props: props || NO_PROPS, kids, key: props ? props.key : undefined };
}

function flat(kids, into = []) {
  for (const kid of kids) {
    if (Array.isArray(kid)) flat(kid, into);
    else if (kid !== null && kid !== undefined && kid !== false && kid !== "") into.push(kid);
  }
  return into;
}

function setOne(el, name, value, before) {
  if (name === "key" || name === "made") return;
  if (name.startsWith("on")) { el[name] = value || null; return; }
  if (name === "style") {
    for (const part of Object.keys(before || NO_PROPS)) if (!value || !(part in value)) el.style.removeProperty(part);
    for (const [part, said] of Object.entries(value || NO_PROPS)) el.style.setProperty(part, said);
    return;
  }
  if (AS_PROPERTY.has(name)) {
    const wanted = name === "value" ? String(value ?? "") : Boolean(value);
    if (el[name] !== wanted) el[name] = wanted;
    return;
  }
  if (value === before) return;
  if (value === null || value === undefined || value === false) el.removeAttribute(name);
  else el.setAttribute(name, value === true ? "" : String(value));
}

function dress(el, props) {
  const before = el.told || NO_PROPS;
  for (const name in before) if (!(name in props)) setOne(el, name, undefined, before[name]);
  // A slider's value counts within its ends, and a list's among its options: value comes last.
  for (const name in props) if (name !== "value") setOne(el, name, props[name], before[name]);
  el.told = props;
}

function create(want, within) {
  if (typeof want !== "object") return document.createTextNode(String(want));
  const space = want.tag === "svg" || within.namespaceURI === SVG ? SVG : null;
  const el = space ? document.createElementNS(space, want.tag) : document.createElement(want.tag);
  el.key = want.key;
  return el;
}

function fits(node, want) {
  if (typeof want !== "object") return node.nodeType === Node.TEXT_NODE;
  return node.nodeType === Node.ELEMENT_NODE && node.localName === want.tag && node.key === want.key;
}

function fill(node, want, fresh) {
  if (typeof want !== "object") {
    if (node.data !== String(want)) node.data = String(want);
    return;
  }
  dress(node, want.props);
  draw(node, want.kids);
  if ("value" in want.props) setOne(node, "value", want.props.value);
  if (fresh && want.props.made) want.props.made(node);
}

export function draw(parent, kids) {
  const wanted = flat(kids);
  const keys = new Set(wanted.map((want) => want.key).filter((key) => key !== undefined));
  const byKey = new Map();
  for (const node of [...parent.childNodes]) {
    if (node.key === undefined) continue;
    if (keys.has(node.key)) byKey.set(node.key, node);
    else node.remove();
  }
  let at = parent.firstChild;
  for (const want of wanted) {
    let node = want.key === undefined ? at : byKey.get(want.key);
    const fresh = !node || !fits(node, want);
    if (fresh) node = create(want, parent);
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
    fill(node, want, fresh);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}
