// Every page, small and large: WCAG 2.2 AA as far as a machine sees it, nothing to scroll sideways, valid HTML,
// and the request form light enough for a bad network.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { HtmlValidate, axe, fillForm, narrow, startBrowser, startDemo, wide } from "./stage.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const FORM_MAX_BYTES = 14 * 1024;

let demo;
let chromium;
let context;
/** Every address worth a look, found by walking through the house once. */
const places = [];

before(async () => {
  demo = await startDemo();
  chromium = await startBrowser();
  context = await chromium.browser.newContext({ viewport: wide });
  const page = await context.newPage();
  await page.goto(`${demo.url}/request`);
  await fillForm(page, { summary: "The shop is down", organization: "Acme Stores", email: "rae@acme.example" });
  await page.getByRole("button", { name: "Send, and call a person" }).click();
  await page.locator("#state h1").waitFor();
  places.push("/", "/request", "/portal", "/console/sign-in", page.url());

  await page.goto(`${demo.url}/demo`);
  await page.locator(".bubble").first().waitFor();
  places.push("/demo");
  await page.getByRole("button", { name: /Console as Cho/ }).click();
  const emergency = page.locator(".rows .what a").first();
  await emergency.waitFor();
  places.push("/console", await emergency.getAttribute("href"));
  for (const link of await page.locator("nav a").all()) {
    places.push(await link.getAttribute("href"));
  }
  places.push("/console/devices");
});

after(async () => {
  await chromium?.stop();
  demo?.stop();
});

const address = (place) => new URL(place, demo.url).href;
const all = () => [...new Set(places.map(address))];

for (const viewport of [narrow, wide]) {
  test(`axe finds nothing, and nothing runs off the side, at ${viewport.width} px`, async () => {
    const page = await context.newPage();
    await page.setViewportSize(viewport);
    const faults = [];
    for (const url of all()) {
      const answer = await page.goto(url);
      assert.equal(answer.status(), 200, url);
      const { violations } = await new axe({ page }).withTags(RULES).analyze();
      for (const { id, nodes } of violations) {
        faults.push(`${url}: ${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
      }
      const isTooWide = () => document.documentElement.scrollWidth > window.innerWidth;
      if (await page.evaluate(isTooWide)) faults.push(`${url}: scrolls sideways`);
    }
    assert.ok(all().length > 8, `only ${all().length} pages were looked at`);
    assert.deepEqual(faults, []);
  });
}

test("every page is valid HTML", async () => {
  const checker = new HtmlValidate({
    extends: ["html-validate:standard", "html-validate:document"],
    rules: { "require-sri": "off" },
  });
  const planted = await checker.validateString("<!doctype html><p><div></p>");
  assert.ok(!planted.valid, "the checker finds nothing at all");
  const faults = [];
  for (const url of all()) {
    const html = await (await context.request.get(url)).text();
    const report = await checker.validateString(html, url);
    for (const { messages } of report.results) {
      faults.push(...messages.map((m) => `${url}:${m.line}: ${m.message} (${m.ruleId})`));
    }
  }
  assert.deepEqual(faults, []);
});

test("the request form weighs less than 14 KB with everything it needs", async () => {
  const page = await (await chromium.browser.newContext()).newPage();
  const finished = [];
  page.on("requestfinished", (request) => finished.push(request));
  await page.goto(`${demo.url}/request`, { waitUntil: "networkidle" });
  const sizes = await Promise.all(finished.map((request) => request.sizes()));
  const bytes = sizes.reduce((sum, size) => sum + size.responseBodySize + size.responseHeadersSize, 0);
  assert.ok(finished.length > 1, "the stylesheet counts as well");
  assert.ok(bytes < FORM_MAX_BYTES, `${bytes} bytes in ${finished.length} answers`);
});

test("with letters twice as large nothing runs off the side", async () => {
  const large = await chromium.browser.newContext({ viewport: wide, bypassCSP: true });
  await large.addCookies(await context.cookies());
  const page = await large.newPage();
  for (const url of all()) {
    await page.goto(url);
    const before = await page.locator("h1").first().evaluate((h1) => parseFloat(getComputedStyle(h1).fontSize));
    await page.addStyleTag({ content: "html { font-size: 225% !important; }" });
    const after = await page.locator("h1").first().evaluate((h1) => parseFloat(getComputedStyle(h1).fontSize));
    assert.ok(after > before, `${url}: letters do not grow`);
    const isTooWide = () => document.documentElement.scrollWidth > window.innerWidth;
    assert.equal(await page.evaluate(isTooWide), false, `${url} scrolls sideways`);
  }
});
