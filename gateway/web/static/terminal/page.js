// The steps at a terminal: one at a time, checked as typed, and wiped when nobody is there.
"use strict";
(() => {
  const IDLE_SECONDS = 60, WARNING_SECONDS = 15, CHOOSING_MS = 120000, CORRECTED_WITHIN_MS = 600000, LEAST_FREE_BYTES = 5e6;
  const PERSONAL = ["id-number", "name", "phone", "against", "when", "content"];
  const find = (id) => document.getElementById(id);
  const html = document.documentElement;
  const queue = terminalQueue;
  let step = "", handedIn = null, own = null;

  // --- words --------------------------------------------------------------------------------

  const word = (name, values = {}) => {
    const said = document.querySelector(`#words [data-word="${name}"] .${html.dataset.language}`).textContent;
    return said.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  };
  // The day in China, as the day of receipt is, wherever the machine thinks it stands.
  const inChina = (moment) => moment.toLocaleString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
  const said = (text) => (text ? text[html.dataset.language] ?? text.zh : "");
  const tellAt = (id, text, wrong = false) => {
    const place = find(id);
    place.textContent = text;
    place.classList.toggle("wrong", wrong);
  };

  // While the browser shows the files of a stick, the page hears no touch.
  const files = terminalFiles(word, () => { lastTouch = performance.now() + CHOOSING_MS; });
  document.querySelectorAll("input[type=file]").forEach((field) => field.addEventListener("cancel", () => touched()));

  const look = (name, value) => {
    html.dataset[name] = value;
    for (const button of document.querySelectorAll(`.looks [data-${name}]`))
      button.setAttribute("aria-pressed", String(button.dataset[name] === value));
  };
  document.querySelectorAll(".looks [data-size]").forEach((button) =>
    button.addEventListener("click", () => look("size", button.dataset.size)));
  find("contrast").addEventListener("click", (event) => {
    const high = html.dataset.contrast !== "high";
    html.dataset.contrast = high ? "high" : "";
    event.currentTarget.setAttribute("aria-pressed", String(high));
  });
  find("language").addEventListener("click", () => {
    html.dataset.language = html.dataset.language === "zh" ? "en" : "zh";
    html.lang = html.dataset.language === "zh" ? "zh-CN" : "en";
    checkAll();
    files.draw();
    if (handedIn) drawReceipt();
    drawQueue();
  });

  // --- what was typed -----------------------------------------------------------------------

  const value = (id) => find(id).value.trim();
  const number = (id) => value(id).replace(/[\s-]/g, "").toUpperCase();
  const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

  // GB 11643: 17 digits with a real date of birth, and a check character (ISO 7064 MOD 11-2).
  const wrongInNumber = (typed) => {
    if (typed.length < 18) return word("digits_missing", { count: 18 - typed.length });
    if (!/^\d{17}[\dX]$/.test(typed)) return word("not_a_number");
    const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(typed[place]), 0);
    if ("10X98765432"[sum % 11] !== typed[17]) return word("check_digit_wrong");
    const [year, month, day] = [typed.slice(6, 10), typed.slice(10, 12), typed.slice(12, 14)].map(Number);
    const born = new Date(Date.UTC(year, month - 1, day));
    return born.getUTCMonth() === month - 1 && born.getUTCDate() === day ? "" : word("not_a_number");
  };
  const wrongInPhone = (typed) => (!typed || /^1[3-9]\d{9}$/.test(typed) || /^0\d{9,11}$/.test(typed)
    ? "" : /^1\d{0,9}$/.test(typed) ? word("digits_missing", { count: 11 - typed.length }) : word("not_a_phone"));

  const CHECKS = {
    "id-number": () => wrongInNumber(number("id-number")),
    name: () => (value("name") ? "" : word("name_missing")),
    phone: () => wrongInPhone(number("phone")),
    content: () => (value("content") ? "" : word("content_missing")),
  };
  const OF_STEP = { identity: ["id-number", "name", "phone"], matter: ["content"] };
  const check = (id, aloud) => {
    const complaint = CHECKS[id]();
    const typed = value(id);
    const right = id === "id-number" ? word("number_right") : id === "content" ? word("letters", { count: typed.length }) : "";
    const shown = complaint ? (typed || aloud ? complaint : "") : (typed ? right : "");
    tellAt(`${id}-said`, shown, Boolean(complaint && (aloud || typed.length >= 18)));
    find(id).setAttribute("aria-invalid", String(Boolean(complaint && aloud)));
    return complaint;
  };
  const checkAll = () => Object.keys(CHECKS).forEach((id) => check(id, false));
  Object.keys(CHECKS).forEach((id) => find(id).addEventListener("input", () => check(id, false)));

  let target = null;
  document.querySelectorAll("[data-keys]").forEach((field) =>
    field.addEventListener("focus", () => { target = field; }));
  document.querySelectorAll("[data-key]").forEach((key) => {
    // The field keeps the focus, so that what is typed goes on where it was.
    key.addEventListener("pointerdown", (event) => event.preventDefault());
    key.addEventListener("click", () => {
      const fields = [...document.querySelectorAll(`[data-step="${step}"] [data-keys]`)];
      const field = fields.includes(target) ? target : fields[0];
      field.value = key.dataset.key === "back" ? field.value.slice(0, -1) : (field.value + key.dataset.key).slice(0, field.maxLength);
      field.dispatchEvent(new Event("input"));
    });
  });

  // --- steps --------------------------------------------------------------------------------

  const go = (name) => {
    step = name;
    for (const section of document.querySelectorAll("[data-step]")) section.hidden = section.dataset.step !== name;
    if (name === "review") review();
    if (name === "staff") closeStaff();
    scrollTo(0, 0);
    const heading = document.querySelector(`[data-step="${name}"] h1`);
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };
  const goOn = (name) => {
    const wrong = (OF_STEP[step] ?? []).filter((id) => check(id, true));
    if (wrong.length) find(wrong[0]).focus();
    else go(name);
  };
  document.querySelectorAll("[data-go]").forEach((button) => button.addEventListener("click", () => go(button.dataset.go)));
  document.querySelectorAll("[data-next]").forEach((button) => button.addEventListener("click", () => goOn(button.dataset.next)));
  document.querySelectorAll("[data-leave]").forEach((button) => button.addEventListener("click", () => wipe()));

  const review = () => {
    const typed = number("id-number");
    const shown = { "id-number": `${typed.slice(0, 6)}********${typed.slice(14)}` };
    for (const place of document.querySelectorAll("[data-shows]"))
      place.textContent = shown[place.dataset.shows] ?? (value(place.dataset.shows) || "—");
    find("review-files").textContent = files.inWords();
  };

  const wipe = () => {
    for (const field of document.querySelectorAll("input, textarea")) field.value = "";
    files.wipe();
    for (const place of document.querySelectorAll("[data-shows], .said, #review-files, #files-told, #code, #qr, #received, #next-step, #state, #standing-next, #question, #local-number, #asked-with, #printed-at"))
      place.textContent = "";
    for (const id of ["standing", "not-found", "refused", "corrected", "taken", "later"]) find(id).hidden = true;
    handedIn = null;
    // A page that was left keeps nothing in memory either, and no way back leads to it.
    location.replace(location.href.split("#")[0]);
  };

  // --- handing in ---------------------------------------------------------------------------

  // ISO 7064 MOD 11,10, as the server draws its codes.
  const newCode = () => {
    let drawn = "";
    while (drawn.length < 15)
      for (const byte of crypto.getRandomValues(new Uint8Array(32)))
        if (byte < 250 && drawn.length < 15) drawn += String(byte % 10);
    let rest = 5;
    for (const digit of drawn) rest = (((rest || 10) * 2) % 11 + Number(digit)) % 10;
    return drawn + String((11 - ((rest || 10) * 2) % 11) % 10);
  };

  const petition = (code, sent) => {
    const person = { name: value("name"), id_number: number("id-number") };
    if (value("phone")) person.phone = number("phone");
    const when = value("when");
    return {
      petitioners: [person],
      ...(value("against") && { against: { name: value("against") } }),
      content: (when ? `【${word("when")}】${when}\n` : "") + value("content"),
      receipt_code: code,
      ...(sent.length && { files_announced: sent.length }),
    };
  };

  find("hand-in").addEventListener("click", async (event) => {
    const button = event.currentTarget;
    if (button.disabled) return;
    button.disabled = true;
    const code = newCode(), id = queue.newId();
    const sent = files.chosen().map((file) => ({ ...file, id: queue.newId() }));
    handedIn = { id, code, at: performance.now(), asked_with: value("phone") ? "phone" : "id_number", state: "kept",
      files: sent.map((file) => ({ id: file.id, name: file.name, state: "kept" })) };
    try {
      const kept = await keep(code, id, sent);
      if (handedIn?.id === id) handedIn.number = kept.number;
      if (handedIn?.state !== "refused") {
        drawReceipt();
        go("receipt");
      }
    } catch {
      handedIn = null;
      go("lost");
    } finally {
      button.disabled = false;
    }
  });

  // A machine that has no room for files may have some for the petition.
  const keep = async (code, id, sent) => {
    try {
      return await queue.add("petition", petition(code, sent), id, sent);
    } catch (error) {
      if (!sent.length) throw error;
      const kept = await queue.add("petition", petition(code, []), id);
      if (handedIn?.id === id) handedIn.files = null;
      return kept;
    }
  };

  const filesInWords = (sent) => {
    if (!sent) return word("files_lost");
    const refused = sent.filter((file) => file.state === "refused");
    const count = sent.length - refused.length;
    const all = sent.every((file) => file.state !== "kept");
    return [...(count ? [word(all ? "files_taken" : "files_kept", { count })] : []),
      ...refused.map((file) => word("file_refused", file))].join(" ");
  };

  const drawReceipt = () => {
    const { code, receipt, state } = handedIn;
    find("code").textContent = code.replace(/(\d{4})(?=\d)/g, "$1 ");
    find("asked-with").textContent = word(handedIn.asked_with === "phone" ? "last_of_phone" : "last_of_number");
    find("kept").hidden = state !== "kept";
    find("later").hidden = state !== "waiting";
    find("taken").hidden = state !== "taken";
    find("local-number").textContent = word("local_number", { number: handedIn.number ?? "" });
    find("printed-at").textContent = inChina(new Date());
    find("received").textContent = receipt ? word("received_on", { day: receipt.received_on }) : "";
    find("files-told").textContent = filesInWords(handedIn.files);
    find("files-told").classList.toggle("alarm", !handedIn.files || handedIn.files.some((file) => file.state === "refused"));
    find("next-step").textContent = receipt ? said(receipt.next_step) : "";
    find("qr").replaceChildren();
    if (receipt) {
      const picture = new DOMParser().parseFromString(receipt.qr_svg, "image/svg+xml").documentElement;
      picture.setAttribute("role", "img");
      picture.setAttribute("aria-label", word("qr"));
      find("qr").append(document.importNode(picture, true));
    }
  };

  const refusedNow = ({ detail, errors }) => {
    const words = [detail, ...Object.values(errors ?? {}).flat()].filter(Boolean);
    find("refused").textContent = `${word("refused")} ${words.join(" ")}`;
    find("refused").hidden = false;
  };

  queue.listen(async (news) => {
    if (handedIn && news.id === handedIn.id && news.kind === "taken")
      Object.assign(handedIn, { state: "taken", receipt: news.receipt });
    if (handedIn && news.kind === "waiting" && handedIn.state === "kept") handedIn.state = "waiting";
    if (handedIn && news.id === handedIn.id && news.kind === "refused" && step !== "start") {
      // The person is still there: they correct it themselves, and nothing is left behind.
      await queue.takeBack(news.id);
      handedIn.state = "refused";
      refusedNow(news);
      go("review");
      handedIn = null;
    }
    const file = ["file", "refused"].includes(news.kind) && handedIn?.files?.find((each) => each.id === news.id);
    if (file) Object.assign(file, { state: news.state ?? news.kind, why: news.why ?? news.detail ?? "" });
    if (handedIn && step === "receipt") drawReceipt();
    if (["line", "waiting", "taken"].includes(news.kind)) find("line").hidden = news.kind === "taken" || news.up === true;
    if (news.kind === "waiting" || news.kind === "line") line = news.why;
    if (news.kind === "taken") line = "";
    if (news.kind === "line" && news.up && news.why === "key") find("line").hidden = true;
    drawQueue();
  });
  addEventListener("offline", () => { find("line").hidden = false; });

  find("print").addEventListener("click", () => print());
  find("done").addEventListener("click", () => wipe());
  find("correct").addEventListener("click", async () => {
    const text = value("correction-text");
    if (!text || !handedIn || performance.now() - handedIn.at > CORRECTED_WITHIN_MS) return;
    try {
      await queue.add("correction", { corrects: handedIn.id, text });
      find("correction-text").value = "";
      find("corrected").hidden = false;
    } catch {
      go("lost");
    }
  });

  // --- asking -------------------------------------------------------------------------------

  find("ask").addEventListener("click", async () => {
    const code = number("asked-code"), tail = number("asked-tail");
    find("standing").hidden = find("not-found").hidden = true;
    let told = word("no_line");
    try {
      const answer = await queue.ask(own, "GET", `/receipts/${encodeURIComponent(code)}?phone_tail=${encodeURIComponent(tail)}`);
      const found = await answer.json();
      if (answer.ok) {
        find("state").textContent = said(found.state);
        find("standing-next").textContent = said(found.next_step);
        find("question").textContent = found.question ? `${word("question")}${found.question}` : "";
        find("standing").hidden = false;
        return;
      }
      told = [...Object.values(found.errors ?? {}).flat(), found.detail][0] ?? told;
    } catch { /* told as it stands */ }
    find("not-found").textContent = told;
    find("not-found").hidden = false;
  });

  // --- the card reader ----------------------------------------------------------------------

  const reader = document.body.dataset.reader;
  const fromCard = (card) => {
    const field = (names) => names.map((name) => card[name]).find((each) => typeof each === "string" && each) ?? "";
    find("name").value = field(["name", "Name", "partyName", "姓名"]).trim();
    find("id-number").value = field(["id_number", "idNumber", "IDNumber", "certNumber", "cardNo", "身份证号"]).trim();
    ["id-number", "name"].forEach((id) => check(id, true));
  };
  const readCard = () => new Promise((resolve, reject) => {
    const until = setTimeout(() => reject(new Error("no card")), 10000);
    const take = (text) => { clearTimeout(until); try { resolve(JSON.parse(text)); } catch (error) { reject(error); } };
    if (reader.startsWith("ws:")) {
      const socket = new WebSocket(reader);
      socket.onopen = () => socket.send("read");
      socket.onmessage = ({ data }) => { take(data); socket.close(); };
      socket.onerror = reject;
    } else fetch(reader, { cache: "no-store", credentials: "omit" }).then((answer) => answer.text()).then(take, reject);
  });
  if (reader) find("read-card").hidden = false;
  find("read-card").addEventListener("click", () => readCard().then(fromCard).catch(() => tellAt("id-number-said", word("no_card"), true)));

  // --- staff --------------------------------------------------------------------------------

  let line = "";
  const closeStaff = () => { find("staff-list").hidden = true; find("staff-closed").hidden = false; };
  find("staff-open").addEventListener("click", async () => {
    if (!own || find("staff-key").value !== own.key) return tellAt("staff-said", word("wrong_key"), true);
    find("staff-key").value = "";
    tellAt("staff-said", "");
    find("staff-closed").hidden = true;
    find("staff-list").hidden = false;
    return drawQueue();
  });
  find("send-now").addEventListener("click", () => queue.goOn());

  const drawQueue = async () => {
    const { waiting, files: sent, refused } = await queue.counts();
    find("queued").textContent = waiting || sent
      ? word("waiting", { count: waiting }) + (sent ? word("waiting_files", { count: sent }) : "") : "";
    if (find("staff-list").hidden) return;
    find("waiting").textContent = waiting;
    find("refused-count").textContent = refused;
    find("staff-line").textContent = line ? word(`line_${line}`) : "";
    const rows = (await queue.all()).sort((one, other) => URGENCY.indexOf(one.state) - URGENCY.indexOf(other.state) || one.number - other.number);
    find("queue").replaceChildren(...rows.slice(0, 200).map(row));
  };
  const URGENCY = ["refused", "waiting", "file"];
  const row = (item) => {
    const cells = [word("local_number", { number: item.number }) + (item.kind === "file" ? ` ${word("a_file")}` : ""), inChina(new Date(item.made_at)),
      item.refused ? `${word("state_refused")} ${item.refused.status} ${item.refused.detail}` : word("state_waiting", { count: item.tries })];
    const drawn = document.createElement("tr");
    for (const text of cells) drawn.insertCell().textContent = text;
    const act = drawn.insertCell();
    if (item.refused) {
      const again = document.createElement("button");
      again.className = "second";
      again.textContent = word("try_again");
      again.addEventListener("click", () => queue.tryAgain(item));
      act.append(again);
    }
    return drawn;
  };

  find("set-up").addEventListener("click", async () => {
    tellAt("setup-said", "");
    const known = await queue.introduce(value("own-id"), value("own-key")).catch(() => null);
    if (known) wipe();
    else tellAt("setup-said", word(known === null ? "no_line" : "wrong_key"), true);
  });

  // --- nobody there -------------------------------------------------------------------------

  let lastTouch = performance.now();
  const dialog = find("idle");
  const touched = () => { if (!dialog.open) lastTouch = performance.now(); };
  ["pointerdown", "keydown", "input"].forEach((kind) => addEventListener(kind, touched, { capture: true, passive: true }));
  const stay = () => { dialog.close(); lastTouch = performance.now(); };
  find("stay").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  setInterval(() => {
    if (step === "start" || step === "setup") return;
    const left = IDLE_SECONDS + WARNING_SECONDS - (performance.now() - lastTouch) / 1000;
    if (left <= 0) wipe();
    else if (left <= WARNING_SECONDS) {
      find("seconds").textContent = Math.ceil(left);
      if (!dialog.open) dialog.showModal();
    }
  }, 250);

  // --- the beginning ------------------------------------------------------------------------

  const begin = async () => {
    if (!window.isSecureContext) { find("insecure").hidden = false; return; }
    const worker = await navigator.serviceWorker.register(document.body.dataset.worker, { scope: "/terminal" });
    navigator.serviceWorker.ready.then(({ active }) => active.postMessage({ parts: [location.href.split("#")[0],
      ...[...document.querySelectorAll("link[href], script[src]")].map((part) => part.href || part.src)] }));
    worker.update().catch(() => {});
    await navigator.storage?.persist?.();
    const { quota, usage } = await navigator.storage.estimate();
    find("full").hidden = quota - usage > LEAST_FREE_BYTES;
    own = await queue.settings();
    if (own) {
      find("place").textContent = own.place;
      for (const place of document.querySelectorAll(".window")) place.textContent = own.window;
    }
    go(own ? "start" : "setup");
    find("line").hidden = navigator.onLine;
    checkAll();
    await drawQueue();
    queue.start();
    if (own) queue.introduce(own.id, own.key).catch(() => {});
  };
  begin();
})();
