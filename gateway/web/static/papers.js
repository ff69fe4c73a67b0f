// Sends papers one after another, each with its progress; without script the form sends them all.
"use strict";
const form = document.querySelector("#papers form.drop");
if (form) {
  const files = form.querySelector("input[type=file]");
  const list = form.querySelector("ul");
  const send = (file) => new Promise((done) => {
    const line = document.createElement("li");
    const bar = document.createElement("progress");
    const said = document.createElement("span");
    line.append(file.name, " ", bar, " ", said);
    bar.setAttribute("aria-label", file.name);
    list.append(line);
    const body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    body.append("files", file);
    const asked = new XMLHttpRequest();
    asked.upload.onprogress = (event) => { bar.max = event.total; bar.value = event.loaded; };
    asked.onloadend = () => {
      const good = asked.status === 200;
      let texts = [];
      try { texts = JSON.parse(asked.response).texts || []; } catch { /* no answer of ours */ }
      bar.remove();
      said.textContent = good ? form.dataset.done : texts.join(" ") || form.dataset.failed;
      line.classList.toggle("failed", !good);
      document.dispatchEvent(new Event("session-alive"));
      done(good);
    };
    asked.open("POST", form.action);
    asked.setRequestHeader("Accept", "application/json");
    asked.send(body);
  });
  const sendAll = async (chosen) => {
    list.replaceChildren();
    let good = true;
    for (const file of chosen) good = (await send(file)) && good;
    if (good && chosen.length) { location.hash = "papers"; location.reload(); }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); sendAll([...files.files]); });
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    sendAll([...event.dataTransfer.files]);
  });
}
