// A lead plans a week: lets somebody else take a shift, makes a hole, finds it, fills it again; two people
// swap shifts. With and without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { HtmlValidate, axe, narrow, startBrowser, startDemo, wide } from "./stage.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

let demo;
let chromium;

before(async () => {
  demo = await startDemo();
  chromium = await startBrowser();
});

after(async () => {
  await chromium?.stop();
  demo?.stop();
});

/** A responder in the console, on this page. */
async function signedIn(name, place, options) {
  const context = await chromium.browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${demo.url}/demo`);
  await page.getByRole("button", { name: new RegExp(`Console as ${name}`) }).click();
  await page.waitForURL(/\/console/);
  await page.goto(`${demo.url}/console/${place}`);
  return page;
}

/** Cho, a lead, on the calendar. */
const lead = (options) => signedIn("Cho", "on-call?view=week", options);

/** The day so many days from today, as forms write it. */
function day(ahead) {
  const at = new Date(Date.now() + ahead * 24 * 3600 * 1000);
  return at.toISOString().slice(0, 10);
}

async function take(page, { schedule, responder, from, until }) {
  await page.goto(`${demo.url}/console/on-call/change`);
  await page.getByLabel("Schedule").selectOption(schedule);
  await page.getByLabel("Who takes it").selectOption(responder);
  await page.getByLabel("From").fill(from);
  await page.getByLabel("Until").fill(until);
  await page.getByRole("button", { name: "See what it does" }).click();
  await page.getByRole("heading", { name: "What it does" }).waitFor();
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  test(`a lead lets somebody else take a shift, ${how} script, on a phone`, async () => {
    const page = await lead({ viewport: narrow, javaScriptEnabled });
    const from = day(javaScriptEnabled ? 30 : 60);
    await take(page, { schedule: "primary", responder: "cho", from: `${from}T10:00`, until: `${from}T14:00` });
    const outlook = page.locator("#outlook");
    await outlook.getByText(/primary: Cho Min-ji instead of (Ana Ruiz|Ben Okafor)/).waitFor();
    await outlook.getByText(/No new hole/).waitFor();
    await page.getByRole("button", { name: "Save it" }).click();
    await page.getByText("the override counts from now on").waitFor();
    await page.goto(`${demo.url}/console/on-call?view=week&from=${from}`);
    await page.getByText(/instead of (Ana Ruiz|Ben Okafor)/).first().waitFor();
    // And back: twice is nothing.
    await page.goto(`${demo.url}/console/on-call/change?schedule=primary`);
    await page.getByRole("link", { name: /Remove the override of Cho Min-ji/ }).first().click();
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByText("the override is gone").waitFor();
    await page.goto(`${demo.url}/console/on-call?view=week&from=${from}`);
    assert.equal(await page.getByText(/instead of/).count(), 0);
  });
}

test("two people swap shifts on their phones, and the calendar changes with the second yes", async () => {
  const options = { viewport: narrow, javaScriptEnabled: false };
  const cho = await signedIn("Cho", "duty", options);
  const mine = cho.getByLabel("My shift");
  const theirs = cho.getByLabel("In return I take");
  const given = await mine.locator("option", { hasText: /^secondary/ }).first().innerText();
  const taken = await theirs.locator("option", { hasText: /^Ben Okafor, secondary/ }).nth(1).innerText();
  await mine.selectOption({ label: given });
  await theirs.selectOption({ label: taken });
  await cho.getByRole("button", { name: "Ask" }).click();
  await cho.getByRole("heading", { name: "Swaps" }).waitFor();
  const overrides = async () => {
    await cho.goto(`${demo.url}/console/on-call?schedule=secondary&from=${day(7)}`);
    return cho.getByText(/instead of/).count();
  };
  assert.equal(await overrides(), 0, "one yes changes nothing");

  const ben = await signedIn("Ben", "duty", options);
  await ben.getByRole("button", { name: "Yes, I take it" }).click();
  await ben.getByText("secondary").first().waitFor();
  assert.ok((await overrides()) > 0, "both have said yes");
  await cho.goto(`${demo.url}/console/duty`);
  const shifts = await cho.getByLabel("My shift").locator("option").allInnerTexts();
  assert.ok(!shifts.includes(given), `${given} is Ben's now`);
  // It may go on into a shift that Cho had before.
  const begins = taken.replace("Ben Okafor, ", "").replace(/ until .*/, "");
  assert.ok(shifts.some((shift) => shift.startsWith(begins)), `${taken} is Cho's now, beside ${given}: ${shifts}`);
});

test("a lead finds the hole that a new directory would make, and it is marked once it is there", async () => {
  const page = await lead({ viewport: wide });
  await page.goto(`${demo.url}/console/directory`);
  const editor = page.getByLabel(/As TOML/);
  const before = await editor.inputValue();
  const first = before.indexOf("[[schedule.rotation]]");
  const weekdays = '[[schedule.rotation]]\nduring = [{ days = "mon-fri" }]\n';
  const holed = `${before.slice(0, first)}${weekdays}${before.slice(first + 22)}`;
  await editor.fill(holed);
  await page.getByRole("button", { name: "Check it" }).click();
  await page.getByRole("heading", { name: "It leaves a hole" }).waitFor();
  await page.getByText(/schedule primary: nobody, Sat/).first().waitFor();
  await page.getByLabel(/I have seen the holes/).check();
  await page.getByRole("button", { name: "Save it" }).click();
  await page.waitForLoadState();

  await page.goto(`${demo.url}/console/on-call?schedule=primary&from=${day(14)}`);
  await page.getByText("Nobody is on call here, and the desk is closed").waitFor();
  assert.ok((await page.locator(".calendar .holed").count()) > 0, "the days with holes are marked");
  assert.ok((await page.locator(".calendar .alarm").getByText("nobody").count()) > 0, "and in words");
  for (const viewport of [narrow, wide]) {
    await page.setViewportSize(viewport);
    const { violations } = await new axe({ page }).withTags(RULES).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], `${viewport.width} px`);
    const tooWide = () => document.documentElement.scrollWidth > window.innerWidth;
    assert.equal(await page.evaluate(tooWide), false, "nothing runs off the side");
  }

  await page.getByRole("link", { name: /Put somebody there/ }).first().click();
  await page.getByLabel("Who takes it").selectOption("cho");
  await page.getByRole("button", { name: "See what it does" }).click();
  await page.getByRole("heading", { name: "It fills a hole" }).waitFor();
  const checker = new HtmlValidate({
    extends: ["html-validate:standard", "html-validate:document"],
    rules: { "require-sri": "off" },
  });
  const others = ["on-call/feeds", "readiness", "rehearsal?weeks=1"];
  const places = [page.url(), ...others.map((it) => `${demo.url}/console/${it}`)];
  for (const url of places) {
    const html = await (await page.context().request.get(url)).text();
    const report = await checker.validateString(html, url);
    assert.deepEqual(report.results.flatMap((it) => it.messages.map((m) => `${url}:${m.line}: ${m.message}`)), []);
    await page.goto(url);
    const { violations } = await new axe({ page }).withTags(RULES).analyze();
    assert.deepEqual(violations.map(({ id, nodes }) => `${url} ${id}: ${nodes[0].html}`), []);
  }
  await page.goto(places[0]);
  await page.getByRole("button", { name: "Save it" }).click();
  await page.getByText("the override counts from now on").waitFor();
  await page.goto(`${demo.url}/console/readiness`);
  await page.getByText(/The first step of sev1 finds nobody/i).first().waitFor();
});
