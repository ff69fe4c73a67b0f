// Single keys outside of fields: / search, g home, j and k rows, Enter opens. And the buttons that copy.
"use strict";
for (const button of document.querySelectorAll("[data-copies]")) {
  const copied = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(copied.textContent);
      button.textContent = button.dataset.copied;
    } catch {
      // Where the browser does not let a page copy, the officer does it by hand.
      getSelection().selectAllChildren(copied);
    }
  });
}
// What was refused or would happen is read first.
document.querySelector("#problem[tabindex], #will[tabindex]")?.focus();
document.addEventListener("keydown", (event) => {
  const inField = event.target.closest("input, textarea, select, [contenteditable]");
  if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...document.querySelectorAll("[data-row] a")];
  const at = rows.indexOf(document.activeElement);
  const go = { j: rows[Math.min(at + 1, rows.length - 1)], k: rows[Math.max(at - 1, 0)], "/": document.getElementById("q") }[event.key];
  if (event.key === "g") { location.assign("/"); }
  if (go) { event.preventDefault(); go.focus(); }
});
