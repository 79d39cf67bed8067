// Numbers as people read them.

export function percent(value, digits = 0) {
  const said = (100 * value).toFixed(digits);
  return `${said.replace(/^-/, "−")}%`;
}

export function dollars(value) {
  const sign = value < 0 ? "−" : "";
  const size = Math.abs(value);
  for (const [unit, name] of [[1e9, "bn"], [1e6, "M"], [1e3, "k"]]) {
    if (size >= 0.9995 * unit) return `${sign}$${(size / unit).toFixed(size / unit < 9.95 ? 1 : 0)}${name}`;
  }
  return `${sign}$${size >= 99.5 || size === 0 ? size.toFixed(0) : size >= 0.1 ? size.toFixed(2) : size.toPrecision(2)}`;
}

export function plain(value, digits = 1) {
  const said = Number(value.toFixed(digits)).toString();
  return said.replace(/^-/, "−");
}

export function months(value) {
  const whole = Math.round(value);
  return `${plain(whole, 0)} ${Math.abs(whole) === 1 ? "month" : "months"}`;
}

export function points(value) {
  const said = plain(value);
  return `${said} ${/^−?1$/.test(said) ? "point" : "points"}`;
}

// A lever's setting.
export function setting(lever, value) {
  if (lever.choices) {
    const found = lever.choices.find((one) => one.value === value);
    return found ? found.label : "–";
  }
  if (lever.unit.startsWith("times")) return `${plain(value, 2)}×`;
  if (lever.unit.startsWith("share") || lever.high <= 1) return percent(value);
  if (lever.unit === "months") return months(value);
  if (lever.unit.startsWith("USD")) return dollars(value);
  return lever.unit.endsWith("points") ? points(value) : plain(value, 2);
}

// Shares of one as whole per cent that sum to 100: the largest remainders are rounded up.
export function hundredths(shares) {
  const exact = shares.map((share) => 100 * share);
  const whole = exact.map(Math.floor);
  const order = exact.map((value, k) => k).sort((a, b) => (exact[b] - whole[b]) - (exact[a] - whole[a]));
  let missing = Math.round(exact.reduce((sum, value) => sum + value, 0)) - whole.reduce((sum, value) => sum + value, 0);
  for (const k of order) if (missing-- > 0) whole[k] += 1;
  return whole;
}
