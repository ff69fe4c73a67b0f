// Warns two minutes before an idle session ends, and keeps it while somebody is still at work.
"use strict";
const box = document.getElementById("ending");
if (box) {
  const others = new BroadcastChannel("session");
  const until = Number(box.dataset.seconds) * 1000;
  let timers = [];
  const show = (ended) => {
    box.hidden = false;
    box.querySelector("form").hidden = ended;
    document.getElementById("ended").hidden = !ended;
  };
  const begin = () => {
    timers.forEach(clearTimeout);
    box.hidden = true;
    timers = [
      setTimeout(() => { show(false); document.dispatchEvent(new Event("session-ending")); }, until - 120000),
      setTimeout(() => show(true), until),
    ];
  };
  const alive = () => { begin(); others.postMessage(""); };
  others.onmessage = begin;
  document.addEventListener("session-alive", alive);
  box.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch("/session", { method: "POST", body: new URLSearchParams(new FormData(event.target)) });
    if (answer.status === 204) alive(); else show(true);
  });
  alive();
}
