// A form that says what day was typed, keeps a draft of what is typed, and sends once.
"use strict";
const form = document.querySelector("[data-form]");
const days = document.documentElement.lang === "en"
  ? ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  : ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
let changed = false;
let sent = false;
let kept = true;
const state = document.getElementById("draft");

function read(text) {
  const parts = text.trim().replace(/[年月/.]/g, "-").replace(/日/g, "").split("-");
  if (parts.length !== 3) return null;
  const [year, month, day] = parts.map(Number);
  const found = new Date(year, month - 1, day);
  return found.getFullYear() === year && found.getMonth() === month - 1 && found.getDate() === day ? found : null;
}

function echo(field) {
  const place = document.querySelector(`[data-echo="${CSS.escape(field.name)}"]`);
  const found = read(field.value);
  if (place) place.textContent = found ? `${found.getFullYear()}-${found.getMonth() + 1}-${found.getDate()} ${days[found.getDay()]}` : "";
}

async function keep() {
  if (kept || sent) return;
  if ("undecided" in form.dataset) { state.textContent = state.dataset.undecided; return; }
  kept = true;
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(`/drafts/${form.dataset.form}`, { method: "POST", body }).catch(() => null);
  const saved = answer && answer.ok && !answer.redirected ? await answer.json() : null;
  kept = saved !== null && kept;
  if (saved && kept) changed = false;
  state.textContent = saved ? `${state.dataset.saved} ${saved.saved_at}` : state.dataset.failed;
  if (saved) document.dispatchEvent(new Event("session-alive"));
}

if (form) {
  setInterval(keep, 20000);
  document.addEventListener("session-ending", keep);
  form.addEventListener("input", (event) => {
    changed = true;
    kept = false;
    if (event.target.matches("[data-date]")) echo(event.target);
  });
  form.querySelectorAll("[data-date]").forEach(echo);
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !sent) event.preventDefault();
  });
}
