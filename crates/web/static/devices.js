// Turns notifications on in this browser, at the press of a button.
"use strict";
(() => {
  const box = document.querySelector("[data-push]");
  if (!box) return;
  const show = (state) => {
    box.querySelectorAll("[data-when]").forEach((part) => { part.hidden = part.dataset.when !== state; });
  };
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const here = async () => (await navigator.serviceWorker.ready).pushManager;
  const same = (options) => {
    const key = options.applicationServerKey;
    return key && String(new Uint8Array(key)) === String(bytes(box.dataset.push));
  };

  const turnOn = async () => {
    if (await Notification.requestPermission() !== "granted") return show("denied");
    const pushes = await here();
    const old = await pushes.getSubscription();
    if (old && !same(old.options)) await old.unsubscribe();
    const wish = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset.push) };
    const subscription = await pushes.subscribe(wish);
    const { endpoint, keys } = subscription.toJSON();
    const form = box.querySelector("form");
    form.elements.endpoint.value = endpoint;
    form.elements.p256dh.value = keys.p256dh;
    form.elements.auth.value = keys.auth;
    form.submit();
  };

  const begin = async () => {
    const isAble = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
    if (!isAble) return show("impossible");
    await navigator.serviceWorker.register("/worker.js");
    if (Notification.permission === "denied") return show("denied");
    const subscription = await (await here()).getSubscription();
    const listed = [...document.querySelectorAll("[data-device]")];
    const isListed = () => listed.some((one) => subscription.endpoint.endsWith(one.dataset.device));
    const known = subscription && same(subscription.options) && isListed();
    show(known ? "on" : "off");
  };
  box.querySelector("[data-turn-on]").addEventListener("click", () => { turnOn().catch(() => show("failed")); });
  begin().catch(() => show("failed"));
})();
