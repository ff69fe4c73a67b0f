// What was handed in: sealed at once, kept until the server has it, sent in order by one tab alone.
"use strict";
const terminalQueue = (() => {
  const NAME = "concord-terminal";
  const ITEM = "concord terminal item v1", FILE = "concord terminal file v1";
  const API = "/api/v1/terminal";
  // The server said that it will never take it; staff decide what becomes of it.
  const REFUSED = new Set([400, 403, 404, 409, 413, 415, 422]);
  const SHORTEST_MS = 1000, LONGEST_MS = 300000, IDLE_MS = 30000;
  const ANSWER_MS = 30000, FILE_ANSWER_MS = 180000;
  // Room that files leave for petitions: some ten thousand.
  const RESERVED_BYTES = 5e7;
  const channel = new BroadcastChannel(NAME);
  const listeners = new Set();
  let woken = false;
  let endPause = () => {};
  let failures = 0;

  // Heard while the queue is busy as well: it looks again before it pauses.
  const wake = () => { woken = true; endPause(); };

  // --- what is kept -------------------------------------------------------------------------

  let opening = null;
  const database = () => (opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 2);
    asked.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        const items = asked.result.createObjectStore("items", { keyPath: "number", autoIncrement: true });
        items.createIndex("state", "state");
        asked.result.createObjectStore("settings");
      }
      // The sealed bytes of files lie apart, by their id: rows of the queue stay small.
      asked.transaction.objectStore("items").createIndex("petition", "petition");
      asked.result.createObjectStore("contents");
    };
    asked.onsuccess = () => {
      // A later release in another tab is not kept waiting.
      asked.result.onversionchange = () => { asked.result.close(); opening = null; };
      resolve(asked.result);
    };
    asked.onerror = () => { opening = null; reject(asked.error); };
  }));

  const within = async (stores, mode, act) => {
    const held = (await database()).transaction(stores, mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      held.oncomplete = resolve;
      held.onerror = held.onabort = () => reject(held.error);
    });
    done.catch(() => {});
    const asked = act(...[stores].flat().map((name) => held.objectStore(name)));
    await done;
    return asked?.result;
  };

  const settings = () => within("settings", "readonly", (rows) => rows.get("own"));
  const keepSettings = (own) => within("settings", "readwrite", (rows) => rows.put(own, "own"));
  const all = () => within("items", "readonly", (rows) => rows.getAll());
  const keep = (item) => within("items", "readwrite", (rows) => rows.put(item));
  const forget = (...items) => within(["items", "contents"], "readwrite", (rows, contents) => {
    for (const item of items) { rows.delete(item.number); contents.delete(item.id); }
  });
  const filesOf = (petition) => within("items", "readonly", (rows) => rows.index("petition").getAll(petition.id));
  const inState = (state) => within("items", "readonly", (rows) => rows.index("state").count(state));
  const counts = async () => ({
    waiting: await inState("waiting"), files: await inState("file"), refused: await inState("refused"),
  });

  // The first that waits, without reading those behind it: a queue may be long. Petitions go before
  // files, which are large: the day of receipt is theirs.
  const oldest = (state) => within("items", "readonly", (rows) => rows.index("state").get(state));
  const first = async () => (await oldest("waiting")) ?? (await oldest("file")) ?? null;

  // --- sealing ------------------------------------------------------------------------------

  const base64 = (bytes) => {
    let text = "";
    for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

  const seal = async (clear, id, own, info) => {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const theirs = await crypto.subtle.importKey("raw", bytesOf(own.sealing_key.point), curve, false, []);
    const pair = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const point = await crypto.subtle.exportKey("raw", pair.publicKey);
    const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
    const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: point, info: new TextEncoder().encode(info) },
      material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const binding = new TextEncoder().encode(`${own.id}\0${id}`);
    const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: binding }, key, clear);
    return { text, beside: { key: own.sealing_key.id, terminal: own.id, point: base64(point), nonce: base64(nonce) } };
  };
  const sealItem = async (content, id, own) => {
    const { text, beside } = await seal(new TextEncoder().encode(JSON.stringify(content)), id, own, ITEM);
    return { ...beside, text: base64(text) };
  };
  // One line that says what it is, and the file behind it.
  const sealFile = async ({ id, name, bytes }, petition, own) => {
    const said = new TextEncoder().encode(`${JSON.stringify({ petition, name })}\n`);
    const clear = new Uint8Array(said.length + bytes.length);
    clear.set(said);
    clear.set(bytes, said.length);
    return { id, ...(await seal(clear, id, own, FILE)) };
  };

  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const checkRoom = async (files) => {
    const { quota, usage } = await navigator.storage.estimate();
    const wanted = files.reduce((total, file) => total + file.bytes.length, RESERVED_BYTES);
    if (quota - usage < wanted) throw new Error("no room for files");
  };

  // Kept when this returns, with its `files` of {id, name, bytes}; rejects when there is no room,
  // and then nothing is kept.
  const add = async (kind, content, id = newId(), files = []) => {
    const own = await settings();
    const now = new Date().toISOString();
    if (files.length) await checkRoom(files);
    const item = { made_at: now, tries: 0 };
    const sealed = await sealItem({ ...content, handed_in_at: now }, id, own);
    const sealedFiles = await Promise.all(files.map((file) => sealFile(file, id, own)));
    const number = await within(["items", "contents"], "readwrite", (rows, contents) => {
      const asked = rows.put({ ...item, kind, id, sealed, state: "waiting" });
      for (const file of sealedFiles) {
        rows.put({ ...item, kind: "file", id: file.id, petition: id, sealed: file.beside, state: "file" });
        contents.put(file.text, file.id);
      }
      return asked;
    });
    changed();
    wake();
    channel.postMessage({ wake: true });
    return { id, number };
  };

  // --- sending ------------------------------------------------------------------------------

  const proof = (own) => ({ Authorization: `Terminal ${own.id}:${own.key}` });
  const ask = (own, method, path, body) => {
    const form = body instanceof FormData;
    return fetch(API + path, {
      method,
      headers: { ...proof(own), ...(body && !form && { "Content-Type": "application/json" }),
        "Accept-Language": document.documentElement.dataset.language === "en" ? "en" : "zh-CN" },
      body: body && !form ? JSON.stringify(body) : body,
      cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(form ? FILE_ANSWER_MS : ANSWER_MS),
    });
  };

  const tell = (news) => {
    listeners.forEach((listen) => listen(news));
    channel.postMessage({ news });
  };
  const changed = () => tell({ kind: "changed" });

  const send = async (item, own) => {
    const { id, sealed } = item;
    if (item.kind === "file") {
      const form = new FormData();
      form.append("item", JSON.stringify({ id, sealed }));
      form.append("file", new Blob([await within("contents", "readonly", (rows) => rows.get(id))]));
      return ask(own, "POST", "/files", form);
    }
    const path = item.kind === "correction" ? "/corrections" : "/petitions";
    return ask(own, "POST", path, { id, sealed, sent_at: new Date().toISOString() });
  };

  // Says how long to wait until the next try, 0 for none.
  const sendFirst = async (item, own) => {
    let answer;
    try {
      answer = await send(item, own);
      if (answer.ok) {
        const said = await answer.json();
        await forget(item);
        if (item.kind === "file") tell({ kind: "file", id: item.id, state: said.state, why: said.why });
        else tell({ kind: "taken", id: item.id, receipt: said.receipt });
        return 0;
      }
    } catch {
      return backOff(item, "line");
    }
    if (REFUSED.has(answer.status)) {
      const said = await answer.json().catch(() => ({}));
      await keepRefused(item, { status: answer.status, at: new Date().toISOString(),
        detail: said.detail ?? "", errors: said.errors ?? {} });
      tell({ kind: "refused", id: item.id, detail: said.detail, errors: said.errors });
      return 0;
    }
    const after = Number(answer.headers.get("Retry-After")) * 1000;
    return Math.max(after || 0, await backOff(item, answer.status === 401 ? "key" : "server"));
  };

  // The files of a petition that is refused are not sent: there is nothing to add them to.
  const keepRefused = async (item, refused) => {
    const files = await filesOf(item);
    await within("items", "readwrite", (rows) => {
      rows.put({ ...item, tries: item.tries + 1, state: "refused", refused });
      for (const file of files) rows.put({ ...file, state: "refused", refused });
    });
  };

  // Doubling, and anywhere between half and all of it: fifty terminals do not come back as one.
  const backOff = async (item, why) => {
    failures += 1;
    await keep({ ...item, tries: item.tries + 1 });
    tell({ kind: "waiting", why });
    const longest = Math.min(SHORTEST_MS * 2 ** failures, LONGEST_MS);
    return longest * (0.5 + Math.random() / 2);
  };

  const pause = (milliseconds) => woken ? null : new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    endPause = () => { clearTimeout(timer); resolve(); };
  });

  const report = async (own) => {
    try {
      const { waiting, files, refused } = await counts();
      const answer = await ask(own, "POST", "/queue", { waiting: waiting + files, refused });
      tell({ kind: "line", up: true, why: answer.status === 401 ? "key" : "" });
    } catch {
      tell({ kind: "line", up: false, why: "line" });
    }
  };

  // One tab sends; when it is closed, the next one that waits for the lock goes on.
  const sendForever = () => navigator.locks.request(`${NAME}-sending`, async () => {
    for (;;) {
      woken = false;
      const own = await settings();
      const item = own && await first();
      if (item) {
        const wait = await sendFirst(item, own);
        changed();
        if (wait) await pause(wait);
        else failures = 0;
      } else {
        if (own) await report(own);
        await pause(IDLE_MS);
      }
    }
  });

  channel.onmessage = ({ data }) => {
    if (data.wake) wake();
    if (data.news) listeners.forEach((listen) => listen(data.news));
  };
  const goOn = () => { failures = 0; wake(); channel.postMessage({ wake: true }); };
  addEventListener("online", goOn);

  const tryAgain = async (item) => {
    const files = await filesOf(item);
    await within("items", "readwrite", (rows) => {
      for (const each of [item, ...files])
        rows.put({ ...each, state: each.kind === "file" ? "file" : "waiting", refused: undefined });
    });
    changed();
    goOn();
  };

  // The person takes back what was refused, to hand it in again.
  const takeBack = async (id) => {
    const item = (await all()).find((each) => each.id === id);
    if (item) await forget(item, ...(await filesOf(item)));
  };

  // Asks the server who this terminal is; what it learns is kept for when the line is cut.
  const introduce = async (id, key) => {
    const answer = await ask({ id, key }, "GET", "");
    if (!answer.ok) return false;
    await keepSettings({ ...(await answer.json()), key });
    goOn();
    return true;
  };

  return {
    add, all, ask, counts, goOn, introduce, newId, settings, takeBack, tryAgain,
    listen: (listener) => listeners.add(listener),
    start: sendForever,
  };
})();
