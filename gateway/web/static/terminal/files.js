// The files that somebody adds to a petition: read at once, as a stick may be pulled, and in memory alone.
"use strict";
const terminalFiles = (word, choosing) => {
  const find = (id) => document.getElementById(id);
  const { most, megabytes, endings } = find("files").dataset;
  const MOST = Number(most), MOST_BYTES = Number(megabytes) * 1048576;
  const ENDINGS = new Set(endings.split(" "));
  const LONGEST_NAME = 100;
  let chosen = [];

  const ending = (name) => (name.includes(".") ? name.split(".").pop().toLowerCase() : "");
  // Without what nobody can see, and short; the ending stays.
  const tidied = (name) => {
    const seen = name.normalize("NFC").replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "").trim();
    return [...seen.slice(0, seen.length - ending(seen).length - 1)].slice(0, LONGEST_NAME).join("") + `.${ending(seen)}`;
  };
  const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
  const same = (one, other) => one.name === other.name && one.bytes.length === other.bytes.length
    && one.bytes.every((byte, place) => byte === other.bytes[place]);

  const complaint = (file) => {
    const name = file.name;
    if (!ENDINGS.has(ending(name))) return word("file_kind", { name });
    if (file.size > MOST_BYTES) return word("file_large", { name, most: megabytes });
    return file.size ? "" : word("file_empty", { name });
  };

  const tell = (complaints) => {
    find("files-said").textContent = complaints.join(" ");
    find("files-said").classList.toggle("wrong", complaints.length > 0);
  };

  const draw = () => {
    find("files-list").replaceChildren(...chosen.map((file) => {
      const row = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = `${file.name}（${size(file.bytes.length)}）`;
      const out = document.createElement("button");
      out.type = "button";
      out.className = "second";
      out.textContent = word("file_out");
      out.setAttribute("aria-label", `${word("file_out")} ${file.name}`);
      out.addEventListener("click", () => {
        chosen = chosen.filter((each) => each !== file);
        tell([]);
        draw();
        find("add-files").focus();
      });
      row.append(name, out);
      return row;
    }));
  };

  const take = async (input) => {
    const complaints = [];
    for (const file of input.files) {
      const wrong = complaint(file);
      if (wrong) { complaints.push(wrong); continue; }
      try {
        const read = { name: tidied(file.name), bytes: new Uint8Array(await file.arrayBuffer()) };
        if (chosen.some((each) => same(each, read))) continue;
        if (chosen.length < MOST) chosen.push(read);
        else complaints.push(word("files_many", { name: file.name, most: MOST }));
      } catch {
        complaints.push(word("file_unreadable", { name: file.name }));
      }
    }
    input.value = "";
    tell(complaints);
    draw();
  };

  for (const [button, field] of [["add-files", "files"], ["take-photo", "photo"]]) {
    const input = find(field);
    find(button).addEventListener("click", () => { choosing(); input.click(); });
    input.addEventListener("change", () => take(input));
  }
  // Where there is a camera that a browser opens by itself, as tablets have.
  find("take-photo").hidden = !("capture" in find("photo"));

  return {
    draw,
    chosen: () => chosen,
    inWords: () => chosen.map((file) => `${file.name}（${size(file.bytes.length)}）`).join("、") || "—",
    wipe: () => { chosen = []; tell([]); draw(); },
  };
};
