// Tells the age of a report, opens folded parts for printing, and draws the directory of accounts. No requests, no storage.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const taken = Date.parse(document.body.dataset.taken);
  const hours = (Date.now() - taken) / 36e5;
  if (hours > 36) {
    const days = Math.floor(hours / 24);
    $("old").textContent = `This report is ${days} ${days === 1 ? "day" : "days"} old. A newer audit may not have finished.`;
    $("old").hidden = false;
  }
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.open = true; }));

  const rows = window.auditorAccounts;
  if (!rows || !$("directory")) return;
  const SIZE = 100;
  const WORDS = ["q", "status", "unit", "platform", "check"];
  const options = (id) => [...$(id).options].slice(1);
  const list = Object.fromEntries(WORDS.slice(1).map((id) => [id, options(id)]));
  const records = rows.map(([tail, name, unit, platform, status, opens, unclear], place) => {
    const kinds = [0, 0, 0];
    opens.forEach((o) => { kinds[(o >> 1) & 3] += 1; });
    const u = list.unit[unit], p = list.platform[platform], s = list.status[status];
    return {
      place, name, unit: u.text, status, must: kinds[0], should: kinds[1], review: kinds[2], unclear,
      href: `a/${p.value}-${tail}.html`, platform: p.text, word: s.text, symbol: s.dataset.symbol, style: s.value,
      isNew: opens.some((o) => o & 1),
      keys: { status: s.value, unit: u.value, platform: p.value }, checks: opens.map((o) => list.check[o >> 3].value),
      text: `${name} ${p.text} ${u.text} ${tail}`.toLowerCase(),
    };
  });
  const SORTS = { name: 1, unit: 1, status: 1, must: -1, should: -1, review: -1, unclear: -1 };
  const initial = () => ({ q: "", status: "", unit: "", platform: "", check: "", new: "", sort: "", dir: 1, page: 1 });
  let state = initial();

  const read = (hash) => {
    const found = initial();
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    found.q = (given.get("q") || "").slice(0, 200);
    for (const id of WORDS.slice(1)) {
      const value = given.get(id) || "";
      if (list[id].some((o) => o.value === value)) found[id] = value;
    }
    if (given.get("new") === "1") found.new = "1";
    if (Object.hasOwn(SORTS, given.get("sort") || "")) {
      found.sort = given.get("sort");
      found.dir = given.get("dir") === "-1" ? -1 : given.get("dir") === "1" ? 1 : SORTS[found.sort];
    }
    found.page = Math.max(1, Math.min(1e6, parseInt(given.get("page"), 10) || 1));
    return found;
  };
  const written = () => {
    const out = new URLSearchParams();
    for (const key of [...WORDS, "new", "sort"]) if (state[key]) out.set(key, state[key]);
    if (state.sort) out.set("dir", state.dir);
    if (state.page > 1) out.set("page", state.page);
    return out.toString();
  };
  const matching = () => {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = ["status", "unit", "platform"].filter((k) => state[k]);
    const found = records.filter((r) =>
      wanted.every((k) => r.keys[k] === state[k]) && (!state.check || r.checks.includes(state.check)) &&
      (!state.new || r.isNew) && words.every((w) => r.text.includes(w)));
    if (!state.sort) return found;
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    const order = (a, b) => (typeof a === "string" ? compare(a, b) : a - b);
    return found.sort((a, b) => state.dir * order(a[state.sort], b[state.sort]) || a.place - b.place);
  };
  const make = (tag, text, cls) => {
    const node = document.createElement(tag);
    if (text !== undefined) node.textContent = text;
    if (cls) node.className = cls;
    return node;
  };
  const line = (r) => {
    const row = make("tr");
    const head = make("th"), link = make("a");
    head.scope = "row";
    link.href = r.href;
    link.append(make("bdi", r.name), ` on ${r.platform}`);
    head.append(link);
    const unit = make("td"), status = make("td"), pill = make("span", undefined, `pill ${r.style}`), symbol = make("span", r.symbol, "sym");
    symbol.setAttribute("aria-hidden", "true");
    pill.append(symbol, r.word);
    unit.append(make("bdi", r.unit));
    status.append(pill);
    row.append(head, unit, status, ...[r.must, r.should, r.review, r.unclear].map((n) => make("td", n, n ? "num" : "num zero")));
    const labels = ["Unit", "Status", "Must fix", "Should fix", "To judge", "Not checked"];
    [...row.cells].slice(1).forEach((cell, i) => { cell.dataset.label = labels[i]; });
    return row;
  };
  const draw = () => {
    const found = matching();
    const pages = Math.max(1, Math.ceil(found.length / SIZE));
    state.page = Math.min(state.page, pages);
    const first = (state.page - 1) * SIZE;
    $("rows").replaceChildren(...found.slice(first, first + SIZE).map(line));
    $("count").textContent = found.length === records.length ? `${records.length} accounts` : `${found.length} of ${records.length} accounts`;
    $("none").hidden = found.length > 0;
    $("table").hidden = !found.length;
    $("pages").hidden = pages === 1;
    $("place").textContent = `Page ${state.page} of ${pages}`;
    $("earlier").disabled = state.page === 1;
    $("later").disabled = state.page === pages;
    document.querySelectorAll("[data-sort]").forEach((b) => {
      const mark = b.dataset.sort === state.sort && (state.dir === 1 ? "ascending" : "descending");
      if (mark) b.parentNode.setAttribute("aria-sort", mark); else b.parentNode.removeAttribute("aria-sort");
    });
  };
  const fill = () => {
    WORDS.forEach((id) => { $(id).value = state[id]; });
    $("new").checked = state.new === "1";
    draw();
  };
  const address = () => location.href.split("#")[0] + (written() ? `#${written()}` : "");
  const save = (push) => history[push ? "pushState" : "replaceState"](null, "", address());
  const change = (push) => { state.page = 1; draw(); save(push); };

  let timer;
  $("q").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { state.q = $("q").value.slice(0, 200); change(false); }, 60);
  });
  WORDS.slice(1).forEach((id) => $(id).addEventListener("change", () => { state[id] = $(id).value; change(true); }));
  $("new").addEventListener("change", () => { state.new = $("new").checked ? "1" : ""; change(true); });
  document.querySelectorAll("[data-sort]").forEach((b) => b.addEventListener("click", () => {
    const key = b.dataset.sort;
    state.dir = state.sort === key ? -state.dir : SORTS[key];
    state.sort = key;
    change(true);
  }));
  const turn = (by) => { state.page += by; draw(); save(true); $("count").scrollIntoView(); };
  $("earlier").addEventListener("click", () => turn(-1));
  $("later").addEventListener("click", () => turn(1));
  $("clear").addEventListener("click", () => { state = initial(); fill(); save(true); $("q").focus(); });
  $("copy").addEventListener("click", async () => {
    try { await navigator.clipboard.writeText(address()); $("copy").textContent = "Link copied"; }
    catch { $("copy").textContent = "Copy it from the address bar"; }
    setTimeout(() => { $("copy").textContent = "Copy link to this view"; }, 2000);
  });
  const load = () => { state = read(location.hash); fill(); if (location.hash && location.hash.includes("=")) save(false); };
  addEventListener("popstate", load);
  addEventListener("hashchange", load);
  $("directory").hidden = false;
  load();
})();
