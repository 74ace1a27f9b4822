// Shows notifications while no page of ours is open, and sends what is tapped on them. Keeps nothing.
"use strict";
const ICON = "/static/icon-192.png";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// Whatever comes, something is shown: a browser takes the right away from whoever stays silent.
self.addEventListener("push", (event) => {
  let told = {};
  try { told = event.data.json(); } catch { /* not ours, or damaged */ }
  const { title, body, page, url, reply, actions, failed } = told;
  const shown = {
    body: body || "",
    icon: ICON,
    badge: ICON,
    requireInteraction: Boolean(page),
    actions: Array.isArray(actions) ? actions : [],
    data: { url, reply, failed },
  };
  // What comes later about the same emergency takes its place, and is heard again.
  if (url) Object.assign(shown, { tag: url, renotify: true });
  if (page) shown.vibrate = [400, 200, 400, 200, 400, 200, 800];
  event.waitUntil(self.registration.showNotification(title || "Frontline", shown));
});

const open = async (url) => {
  const all = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = all.find((client) => client.url === url);
  return there ? there.focus() : self.clients.openWindow(url || "/console");
};

const answer = async ({ url, reply, failed }, text) => {
  const say = (body) => {
    const shown = { body, icon: ICON, badge: ICON, tag: url, data: { url } };
    return self.registration.showNotification("Frontline", shown);
  };
  try {
    const sent = await fetch(reply, { method: "POST", body: new URLSearchParams({ text }), credentials: "omit" });
    if (!sent.ok) throw new Error(String(sent.status));
    await say(await sent.text());
  } catch {
    await say(failed);
  }
};

self.addEventListener("notificationclick", (event) => {
  const { notification, action } = event;
  const data = notification.data || {};
  notification.close();
  event.waitUntil(action && data.reply ? answer(data, action) : open(data.url));
});

// The browser has made new keys: we must have them, or nothing arrives any more.
self.addEventListener("pushsubscriptionchange", (event) => {
  const renew = async () => {
    const { options } = event.oldSubscription || event.newSubscription;
    const fresh = event.newSubscription || await self.registration.pushManager.subscribe(options);
    const { endpoint, keys } = fresh.toJSON();
    await fetch("/console/devices", { method: "POST", body: new URLSearchParams({ endpoint, ...keys }) });
  };
  event.waitUntil(renew());
});
