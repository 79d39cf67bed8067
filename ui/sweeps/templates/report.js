"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const charts = read("charts");
  const themes = read("themes");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const drawn = new Map();

  const painted = (value, colours) => {
    if (typeof value === "string") return colours[value] ?? value;
    if (Array.isArray(value)) return value.map((each) => painted(each, colours));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, painted(each, colours)]));
  };

  const minus = (value) => echarts.format.addCommas(value).replace("-", "\u2212");

  const fitted = (option, width) => {
    for (const axis of [option.xAxis, option.yAxis].flat()) {
      if (axis && axis.type === "value" && axis.axisLabel) axis.axisLabel.formatter = minus;
    }
    for (const axis of [option.yAxis].flat()) {
      if (axis && axis.axisLabel && axis.axisLabel.width) axis.axisLabel.width = Math.max(80, width - 70);
    }
    return option;
  };

  const draw = (id, theme, widest = Infinity) => {
    const place = document.getElementById(id);
    if (!place || !place.clientWidth) return;
    if (drawn.has(id)) drawn.get(id).dispose();
    const width = Math.min(place.clientWidth, widest);
    const chart = echarts.init(place, null, { renderer: "svg", width });
    chart.setOption(fitted(painted(charts[id], themes[theme]), width));
    // So that a page of paper, narrower than the window, shrinks the chart and does not cut it.
    const svg = place.querySelector("svg");
    svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${svg.getAttribute("height")}`);
    drawn.set(id, chart);
  };

  const theme = () => (dark.matches ? "dark" : "light");
  const drawAll = (name, widest) => Object.keys(charts).forEach((id) => draw(id, name, widest));
  const PAPER = 680;

  // Charts are drawn as they come near the screen: a long report opens at once.
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting && !drawn.has(entry.target.id)) draw(entry.target.id, theme());
    }
  }, { rootMargin: "600px" });
  Object.keys(charts).forEach((id) => {
    const place = document.getElementById(id);
    if (place) near.observe(place);
  });

  // What was folded away has had no size to draw in.
  document.querySelectorAll("details.part").forEach((part) => part.addEventListener("toggle", () => {
    part.querySelectorAll(".chart").forEach((place) => draw(place.id, theme()));
  }));

  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => [...drawn.keys()].forEach((id) => draw(id, theme())), 120);
  });
  dark.addEventListener("change", () => [...drawn.keys()].forEach((id) => draw(id, theme())));
  addEventListener("beforeprint", () => drawAll("light", PAPER));
  addEventListener("afterprint", () => drawAll(theme()));
})();
