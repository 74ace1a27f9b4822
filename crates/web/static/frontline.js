// Makes the pages better and is never needed: live regions, clocks, keys.
"use strict";
(() => {
  const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
  const remember = (name, value) => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  };

  // The reader's time zone, for the next page and for what is sent.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  const zoneWasKnown = document.cookie.includes("zone=");
  if (zone) {
    remember("zone", encodeURIComponent(zone));
    each("input[name=time_zone]", (input) => { input.value = zone; });
  }

  // What was just done is said once, not again when the page is loaded again.
  const here = new URL(location.href);
  if (here.searchParams.has("said")) {
    here.searchParams.delete("said");
    history.replaceState(null, "", here);
  }

  // Clocks: the same words as the server's, kept true.
  let skew = 0;
  const setClock = (page) => {
    const server = Number(page.documentElement.dataset.now);
    if (server) skew = server - Date.now();
  };
  setClock(document);
  const far = (document.documentElement.dataset.far
    || "now|in *|* ago| second| seconds| minute| minutes| hour| hours| day| days| ").split("|");
  const plural = (count, unit) => `${count}${far[unit + (count === 1 ? 0 : 1)]}`;
  const [SECOND, MINUTE, HOUR, DAY, BETWEEN] = [3, 5, 7, 9, 11];
  const distance = (at, now) => {
    const seconds = Math.floor(Math.abs(at - now) / 1000);
    if (seconds === 0) return far[0];
    const minutes = Math.floor((seconds + 30) / 60);
    let words;
    if (seconds < 55) words = plural(seconds, SECOND);
    else if (minutes < 60) words = plural(minutes, MINUTE);
    else if (minutes < 1440 && minutes % 60 === 0) words = plural(minutes / 60, HOUR);
    else if (minutes < 360) {
      words = plural(Math.floor(minutes / 60), HOUR) + far[BETWEEN] + plural(minutes % 60, MINUTE);
    } else if (minutes < 2160) words = plural(Math.floor((minutes + 30) / 60), HOUR);
    else words = plural(Math.floor((minutes + 720) / 1440), DAY);
    return far[at > now ? 1 : 2].replace("*", words);
  };
  const tick = () => {
    const now = Date.now() + skew;
    each("time[data-at] .far", (shown) => {
      const words = distance(Number(shown.parentNode.dataset.at), now);
      if (shown.textContent !== words) shown.textContent = words;
    });
    each(".ring[data-until]", (ring) => {
      const from = Number(ring.dataset.from);
      const until = Number(ring.dataset.until);
      const left = Math.max(0, Math.min(1, (until - now) / Math.max(1, until - from)));
      ring.querySelector(".left").setAttribute("stroke-dasharray", `${Math.round(left * 1000) / 10} 100`);
      const text = ring.querySelector(".minutes");
      if (text) text.textContent = String(Math.max(0, Math.ceil((until - now) / 60000)));
    });
  };
  tick();
  setInterval(tick, 1000);

  // Live: when something changes, the marked regions are fetched and exchanged.
  const lost = document.querySelector("[data-lost]");
  const holdsFocus = (region) => region !== document.activeElement && region.contains(document.activeElement)
    && document.activeElement.matches("input, textarea, select, button, summary");
  const essence = (region) => {
    const copy = region.cloneNode(true);
    each(".far, .ring", (moving) => moving.remove(), copy);
    each("details", (details) => details.removeAttribute("open"), copy);
    return copy.innerHTML;
  };
  const exchange = (page) => {
    let waiting = false;
    each("[data-region]", (region) => {
      const fresh = page.getElementById(region.id);
      if (!fresh) return;
      const isNew = essence(fresh) !== essence(region);
      if (!isNew && !region.querySelector(".ring, time")) return;
      if (holdsFocus(region)) { waiting = waiting || isNew; return; }
      each("details", (details) => {
        const same = details.id && page.getElementById(details.id);
        if (same) same.open = details.open;
      }, region);
      region.replaceWith(fresh);
      if (isNew) fresh.classList.add("fresh");
    });
    if (page.title) document.title = page.title;
    setClock(page);
    tick();
    if (waiting) setTimeout(refresh, 3000);
  };
  let asked = 0;
  let running = false;
  async function refresh() {
    if (running) { asked += 1; return; }
    running = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      exchange(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (lost) lost.hidden = true;
    } catch {
      if (lost) lost.hidden = false;
    }
    running = false;
    if (asked) { asked = 0; setTimeout(refresh, 500); }
  }
  const live = document.querySelector("[data-live]");
  if (live && window.EventSource) {
    const spread = Number(live.dataset.spread || 200);
    let timer = 0;
    const soon = () => { clearTimeout(timer); timer = setTimeout(refresh, 50 + Math.random() * spread); };
    let source;
    let wasOpen = false;
    const connect = () => {
      source = new EventSource(live.dataset.live);
      source.addEventListener("open", () => { if (wasOpen) soon(); wasOpen = true; });
      source.addEventListener("change", soon);
      source.addEventListener("error", () => {
        setTimeout(refresh, 2000);
        if (source.readyState === EventSource.CLOSED) setTimeout(connect, 10000);
      });
    };
    connect();
    setInterval(refresh, 60000);
    addEventListener("online", soon);
    addEventListener("offline", () => { if (lost) lost.hidden = false; });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
    if (zone && !zoneWasKnown) soon();
  }

  // Keys: one letter each, told on the page, and they can be switched off.
  let keysOn = true;
  try { keysOn = localStorage.getItem("keys") !== "off"; } catch { /* private browsing */ }
  const keySwitch = document.querySelector("[data-keys]");
  if (keySwitch) {
    keySwitch.hidden = false;
    const box = keySwitch.querySelector("input");
    box.checked = keysOn;
    box.addEventListener("change", () => {
      keysOn = box.checked;
      try { localStorage.setItem("keys", keysOn ? "on" : "off"); } catch { /* private browsing */ }
    });
  }
  document.addEventListener("keydown", (event) => {
    if (!keysOn || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (event.key === "j" || event.key === "k") {
      const rows = [...document.querySelectorAll(".rows .what a")];
      const at = rows.indexOf(document.activeElement);
      const row = rows[at < 0 ? 0 : at + (event.key === "j" ? 1 : -1)];
      if (row) { event.preventDefault(); row.focus(); }
      return;
    }
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    const folded = target.closest("details");
    if (folded) folded.open = true;
    if (target.matches("a, button")) target.click(); else target.focus();
  });

  // A form is sent once, however often it is tapped.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  });
})();
