// Goes through the demo as somebody who has never seen it: a night in a minute.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { fillForm, startBrowser, startDemo, wide } from "./stage.mjs";

let demo;
let chromium;

before(async () => {
  demo = await startDemo("--fast");
  chromium = await startBrowser();
});

after(async () => {
  await chromium?.stop();
  demo?.stop();
});

const newPage = async (options) => {
  const context = await chromium.browser.newContext({ viewport: wide, ...options });
  context.setDefaultTimeout(20_000);
  return context.newPage();
};

const phoneOf = (wall, id) => wall.locator(`#${id}`);

test("what the demo prints leads to the form, the console and the wall", async () => {
  const page = await newPage();
  for (const place of ["/request", "/console", "/demo"]) {
    assert.match(demo.said(), new RegExp(`${demo.url}${place}\\b`));
    const answer = await page.goto(demo.url + place);
    assert.equal(answer.status(), 200, place);
  }
});

test("a night: reported, paged, answered, told, restored, confirmed", async () => {
  const wall = await newPage();
  await wall.goto(`${demo.url}/demo`);
  await wall.getByRole("button", { name: /Let .* report it/ }).click();

  const ana = phoneOf(wall, "ana");
  const page = ana.locator(".bubble").last();
  await page.waitFor();
  assert.match(await page.innerText(), /Acme Stores/, "a page says first who is hurt");

  const customer = await newPage();
  await customer.goto(await wall.locator("#requester-page").getAttribute("href"));
  const state = customer.locator("#state h1");
  const says = async (words) => state.filter({ hasText: words }).waitFor();
  const timeline = customer.locator("#happened .timeline");
  const arrived = await customer.evaluate(() => performance.timeOrigin);

  // The call comes as well, and is answered with a key.
  await ana.locator(".ringing").getByRole("button", { name: "I take it" }).click();
  await says(/Ana/);
  await ana.locator(".call kbd", { hasText: "1" }).first().waitFor();

  await ana.getByRole("button", { name: "I am looking" }).click();
  await says(/investigat/i);
  await ana.getByRole("button", { name: "the cause is found" }).click();
  await timeline.getByText(/A full disk/).first().waitFor();

  // Silence: the system tells the truth at the hour, which takes twenty seconds here.
  const before = await timeline.locator("li").count();
  await timeline.locator("li").nth(before).waitFor({ state: "attached", timeout: 40_000 });

  await ana.getByRole("button", { name: "it works" }).first().click();
  await says(/restored|works/i);
  await customer.getByRole("button", { name: "It works again" }).click();
  await timeline.waitFor();
  assert.ok(await customer.evaluate((then) => performance.timeOrigin >= then, arrived));
});

test("nobody answers: the next person is called, and the customer hears the truth", async () => {
  const wall = await newPage();
  await wall.goto(`${demo.url}/request`);
  await fillForm(wall, {
    summary: "All orders are stuck",
    organization: "Globex",
    email: "ops@globex.example",
  });
  await wall.getByRole("button", { name: "Send, and call a person" }).click();
  await wall.locator("#state h1").waitFor();
  const customer = wall;
  const other = await newPage();
  await other.goto(`${demo.url}/demo`);
  for (const id of ["ana", "ben", "cho"]) {
    await phoneOf(other, id).locator(".bubble", { hasText: "Globex" }).first().waitFor({ timeout: 40_000 });
  }
  await customer.locator("#happened .timeline li").nth(1).waitFor({ timeout: 40_000 });
  await phoneOf(other, "ben").getByRole("button", { name: "I take it" }).last().click();
  await customer.locator("#state h1", { hasText: "Ben" }).waitFor();
});

test("without script the form is sent, and a mistake costs nothing", async () => {
  const page = await newPage({ javaScriptEnabled: false });
  await page.goto(demo.url);
  await page.getByRole("link", { name: /hurting our business/ }).click();
  await fillForm(page, { summary: "", organization: "Initech", email: "not an address" });
  await page.evaluate(() => document.querySelector("form").setAttribute("novalidate", "")).catch(() => {});
  await page.locator("input[name=summary]").fill("No invoice can be printed");
  await page.locator("input[name=email]").fill("it@initech.example");
  await page.getByRole("button", { name: "Send, and call a person" }).click();
  await page.locator("#state h1").waitFor();
  assert.match(await page.locator("main").innerText(), /E-\d+/);
});

test("the wall works without script", async () => {
  const wall = await newPage({ javaScriptEnabled: false });
  await wall.goto(`${demo.url}/demo`);
  await wall.getByRole("button", { name: /Let .* report it/ }).click();
  await wall.locator(".bubble").first().waitFor();
  const box = phoneOf(wall, "ana").getByPlaceholder("Text message");
  await box.fill("help");
  await phoneOf(wall, "ana").getByRole("button", { name: "Send" }).click();
  await phoneOf(wall, "ana").locator(".bubble.mine", { hasText: "help" }).waitFor();
});

test("a phone can be switched off, and durations exchanged, while it runs", async () => {
  const wall = await newPage();
  await wall.goto(`${demo.url}/demo`);
  const cho = phoneOf(wall, "cho");
  await cho.getByRole("button", { name: "Switch off" }).click();
  await cho.getByText("This phone is switched off").waitFor();
  await cho.getByRole("button", { name: "Switch on" }).click();
  await cho.getByRole("button", { name: "Switch off" }).waitFor();

  const calm = wall.getByRole("button", { name: "as in life" });
  assert.equal(await calm.getAttribute("aria-pressed"), "false");
  await calm.click();
  await wall.locator("button[aria-pressed=true]", { hasText: "as in life" }).waitFor();
});
