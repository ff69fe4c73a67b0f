// What was handed in: sealed at once, kept until the server has it, sent in order by one tab alone.
"use strict";
const terminalQueue = (() => {
  const NAME = "concord-terminal";
  const INFO = new TextEncoder().encode("concord terminal item v1");
  const API = "/api/v1/terminal";
  // The server said that it will never take it; staff decide what becomes of it.
  const REFUSED = new Set([400, 403, 404, 409, 413, 415, 422]);
  const SHORTEST_MS = 1000, LONGEST_MS = 300000, IDLE_MS = 30000, ANSWER_MS = 30000;
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
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      const items = asked.result.createObjectStore("items", { keyPath: "number", autoIncrement: true });
      items.createIndex("state", "state");
      asked.result.createObjectStore("settings");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => { opening = null; reject(asked.error); };
  }));

  const within = async (store, mode, act) => {
    const held = (await database()).transaction(store, mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      held.oncomplete = resolve;
      held.onerror = held.onabort = () => reject(held.error);
    });
    const asked = act(held.objectStore(store));
    await done;
    return asked?.result;
  };

  const settings = () => within("settings", "readonly", (rows) => rows.get("own"));
  const keepSettings = (own) => within("settings", "readwrite", (rows) => rows.put(own, "own"));
  const all = () => within("items", "readonly", (rows) => rows.getAll());
  const keep = (item) => within("items", "readwrite", (rows) => rows.put(item));
  const forget = (number) => within("items", "readwrite", (rows) => rows.delete(number));
  const inState = (state) => within("items", "readonly", (rows) => rows.index("state").count(state));
  const counts = async () => ({ waiting: await inState("waiting"), refused: await inState("refused") });

  // The first that waits, without reading those behind it: a queue may be long.
  const first = async () => (await within("items", "readonly", (rows) => rows.index("state").get("waiting"))) ?? null;

  // --- sealing ------------------------------------------------------------------------------

  const base64 = (bytes) => {
    let text = "";
    for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

  const seal = async (content, id, own) => {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const theirs = await crypto.subtle.importKey("raw", bytesOf(own.sealing_key.point), curve, false, []);
    const pair = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const point = await crypto.subtle.exportKey("raw", pair.publicKey);
    const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
    const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const key = await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: point, info: INFO },
      material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const binding = new TextEncoder().encode(`${own.id}\0${id}`);
    const text = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv: nonce, additionalData: binding },
      key, new TextEncoder().encode(JSON.stringify(content)));
    return {
      key: own.sealing_key.id, terminal: own.id,
      point: base64(point), nonce: base64(nonce), text: base64(text),
    };
  };

  const newId = () => [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // Kept when this returns; rejects when there is no room, and then nothing is kept.
  const add = async (kind, content, id = newId()) => {
    const own = await settings();
    const now = new Date().toISOString();
    const sealed = await seal({ ...content, handed_in_at: now }, id, own);
    const number = await keep({ kind, id, sealed, made_at: now, tries: 0, state: "waiting" });
    changed();
    wake();
    channel.postMessage({ wake: true });
    return { id, number };
  };

  // --- sending ------------------------------------------------------------------------------

  const proof = (own) => ({ Authorization: `Terminal ${own.id}:${own.key}` });
  const ask = (own, method, path, body) => fetch(API + path, {
    method,
    headers: { ...proof(own), ...(body && { "Content-Type": "application/json" }),
      "Accept-Language": document.documentElement.dataset.language === "en" ? "en" : "zh-CN" },
    body: body && JSON.stringify(body),
    cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(ANSWER_MS),
  });

  const tell = (news) => {
    listeners.forEach((listen) => listen(news));
    channel.postMessage({ news });
  };
  const changed = () => tell({ kind: "changed" });

  // Says how long to wait until the next try, 0 for none.
  const sendFirst = async (item, own) => {
    const path = item.kind === "correction" ? "/corrections" : "/petitions";
    const body = { id: item.id, sealed: item.sealed, sent_at: new Date().toISOString() };
    let answer;
    try {
      answer = await ask(own, "POST", path, body);
      if (answer.status === 201) {
        const said = await answer.json();
        await forget(item.number);
        tell({ kind: "taken", id: item.id, receipt: said.receipt });
        return 0;
      }
    } catch {
      return backOff(item, "line");
    }
    if (REFUSED.has(answer.status)) {
      const said = await answer.json().catch(() => ({}));
      await keep({ ...item, tries: item.tries + 1, state: "refused", refused: { status: answer.status, at: new Date().toISOString(),
        detail: said.detail ?? "", errors: said.errors ?? {} } });
      tell({ kind: "refused", id: item.id, detail: said.detail, errors: said.errors });
      return 0;
    }
    const after = Number(answer.headers.get("Retry-After")) * 1000;
    return Math.max(after || 0, await backOff(item, answer.status === 401 ? "key" : "server"));
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
      const answer = await ask(own, "POST", "/queue", await counts());
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

  const tryAgain = async (number) => {
    const item = (await all()).find((each) => each.number === number);
    if (item) await keep({ ...item, state: "waiting", refused: undefined });
    changed();
    goOn();
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
    add, all, ask, counts, first, forget, goOn, introduce, newId, settings, tryAgain,
    listen: (listener) => listeners.add(listener),
    start: sendForever,
  };
})();
