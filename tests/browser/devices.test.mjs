// The worker that shows notifications, in a real browser: a page comes, a button answers it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { fillForm, startBrowser, startDemo, wide } from "./stage.mjs";

let demo;
let chromium;
let context;
let page;

before(async () => {
  demo = await startDemo();
  chromium = await startBrowser();
  context = await chromium.browser.newContext({ viewport: wide });
  await context.grantPermissions(["notifications"], { origin: demo.url });
  page = await context.newPage();
  await page.goto(`${demo.url}/demo`);
  await page.getByRole("button", { name: /Console as/ }).first().click();
  await page.goto(`${demo.url}/console/devices`);
});

after(async () => {
  await chromium?.stop();
  demo?.stop();
});

const notifications = () => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.ready;
  const shown = await registration.getNotifications();
  const told = ({ title, body, data, actions, requireInteraction }) =>
    ({ title, body, data, actions, requireInteraction });
  return shown.map(told);
});

const until = async (holds, what) => {
  for (let left = 100; left > 0; left -= 1) {
    const found = await holds();
    if (found) return found;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  return assert.fail(`${what} did not happen within 5 s`);
};

/** Hands the worker what a push service would. */
async function deliver(data) {
  const session = await context.newCDPSession(page);
  const registrations = [];
  session.on("ServiceWorker.workerRegistrationUpdated", (event) => registrations.push(...event.registrations));
  await session.send("ServiceWorker.enable");
  const ours = () => registrations.find((one) => one.scopeURL.startsWith(demo.url));
  const { registrationId } = await until(ours, "the registration");
  await session.send("ServiceWorker.deliverPushMessage", { origin: demo.url, registrationId, data });
  await session.detach();
}

test("the page registers the worker and offers to turn notifications on", async () => {
  await page.evaluate(() => navigator.serviceWorker.ready);
  const offered = page.locator("[data-push] > :is(div, p):not([hidden])");
  await until(async () => (await offered.count()) === 1, "one state");
  const manifest = await (await context.request.get(`${demo.url}/app.webmanifest`)).json();
  assert.equal(manifest.display, "standalone");
});

test("a page is shown with its buttons and waits for an answer", async () => {
  const told = {
    title: "[E-1001] Acme: OUTAGE.", body: "The checkout is down", page: true, url: `${demo.url}/a/x`,
    reply: `${demo.url}/a/x/reply`,
    actions: [{ action: "1 ok", title: "I take it" }, { action: "1 no", title: "I cannot" }],
    failed: "Tap here",
  };
  await deliver(JSON.stringify(told));
  const [shown] = await until(async () => {
    const all = await notifications();
    return all.length && all;
  }, "the notification");
  assert.equal(shown.title, told.title);
  assert.equal(shown.requireInteraction, true);
  assert.deepEqual(shown.actions.map(({ action }) => action), ["1 ok", "1 no"]);
  assert.equal(shown.data.reply, told.reply);
});

test("a later word about the same emergency takes its place; damaged data is shown all the same", async () => {
  await deliver(JSON.stringify({ title: "Ben has it", body: "Go back to sleep", url: `${demo.url}/a/x` }));
  await until(async () => (await notifications()).some(({ title }) => title === "Ben has it"), "the exchange");
  assert.equal((await notifications()).length, 1);
  await deliver("{ not JSON");
  await until(async () => (await notifications()).length === 2, "the damaged one");
});

test("a button on the notification answers the page and says what came of it", async () => {
  const form = await context.newPage();
  await form.goto(`${demo.url}/request`);
  await fillForm(form, { summary: "The shop is down", organization: "Acme Stores", email: "rae@acme.example" });
  await form.getByRole("button", { name: "Send, and call a person" }).click();
  await form.locator("#state h1").waitFor();
  await form.close();
  const link = await until(async () => {
    const wall = await (await context.request.get(`${demo.url}/demo`)).text();
    return wall.match(/\/a\/[\w-]+/)?.[0];
  }, "the page on the wall");
  const worker = context.serviceWorkers()[0];
  assert.ok(worker, "the worker runs");
  await worker.evaluate(async ([url, reply]) => {
    const registration = self.registration;
    await registration.showNotification("page", { tag: url, data: { url, reply, failed: "Tap here" } });
    const [notification] = (await registration.getNotifications({ tag: url }));
    self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action: "ok" }));
  }, [demo.url + link, `${demo.url}${link}/reply`]);
  const answered = await until(
    async () => (await notifications()).find(({ title, data }) => title === "Frontline" && data?.url?.endsWith(link)),
    "the confirmation",
  );
  assert.match(answered.body, /E-\d+/);
});
