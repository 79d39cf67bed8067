"use strict";
// Buttons above the table show the experiments of one verdict; without scripts, all are there.
(() => {
  const bar = document.querySelector(".filters");
  if (!bar) return;
  bar.hidden = false;
  const marked = document.querySelectorAll("[data-tags]");
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const tag = button.dataset.tag;
    for (const each of bar.children) each.setAttribute("aria-pressed", String(each === button));
    for (const each of marked) each.hidden = Boolean(tag) && !each.dataset.tags.split(" ").includes(tag);
  });
})();
