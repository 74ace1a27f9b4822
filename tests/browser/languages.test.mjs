// The form and the private page in German and Japanese, with and without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { axe, narrow, startBrowser, startDemo } from "./stage.mjs";

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
  const context = await chromium.browser.newContext({ viewport: narrow, ...options });
  context.setDefaultTimeout(20_000);
  return context.newPage();
};

const fits = async (page, where) => {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${where} is ${overflow} px too wide at 320 px`);
  const { violations } = await new axe({ page }).analyze();
  assert.deepEqual(violations.map(({ id }) => id), [], where);
};

for (const { locale, lang, heading, send, calling, distance } of [
  {
    locale: "de-DE", lang: "de", heading: "Sagen Sie uns, was nicht geht", send: "Senden und jemanden anrufen",
    calling: /Bereitschaft/, distance: /^(jetzt|(in|vor) \d+ (Sekunden?|Minuten?))$/,
  },
  {
    locale: "ja-JP", lang: "ja", heading: "何が起きているかお知らせください", send: "送信して担当者を呼ぶ",
    calling: /エンジニア/, distance: /^(今|\d+(秒|分)(後|前))$/,
  },
]) {
  test(`${locale}: from the form to the private page, in its language`, async () => {
    const page = await newPage({ locale });
    await page.goto(`${demo.url}/request`);
    assert.equal(await page.getAttribute("html", "lang"), lang);
    assert.equal(await page.locator("h1").innerText(), heading);
    await fits(page, "the form");
    await page.fill("#summary", "Test");
    await page.fill("#email", "maria@globex.example");
    await page.getByRole("button", { name: send }).click();
    await page.locator("#state h1").filter({ hasText: calling }).waitFor();
    assert.equal(await page.getAttribute("html", "lang"), lang);
    await fits(page, "the private page");
    // The script has gone on counting, in the same words.
    await page.waitForTimeout(2_500);
    for (const far of await page.locator("time .far").allInnerTexts()) assert.match(far, distance);
  });
}

test("without script the language is chosen by a link, and kept", async () => {
  const page = await newPage({ locale: "nl-NL", javaScriptEnabled: false });
  await page.goto(demo.url);
  assert.equal(await page.getAttribute("html", "lang"), "en");
  await page.getByRole("link", { name: "Français" }).click();
  assert.equal(await page.getAttribute("html", "lang"), "fr");
  await page.goto(`${demo.url}/request`);
  assert.equal(await page.locator("h1").innerText(), "Dites-nous ce qui ne va pas");
});

for (const lang of ["en", "de", "fr", "es", "ja"]) {
  test(`${lang}: each page for everybody fits a narrow phone and says its language`, async () => {
    const page = await newPage({ locale: "nl-NL" });
    for (const path of ["/", "/request", "/portal", "/nowhere"]) {
      await page.goto(`${demo.url}${path}${path === "/nowhere" ? "" : `?lang=${lang}`}`);
      assert.equal(await page.getAttribute("html", "lang"), lang, path);
      await fits(page, `${path} in ${lang}`);
    }
    // What is wrong with a form is said in it, too.
    await page.goto(`${demo.url}/request?lang=${lang}`);
    await page.locator("form button.main, form button[type=submit], form button").last().click();
    assert.equal(await page.getAttribute("html", "lang"), lang, "an incomplete form");
    await fits(page, `an incomplete form in ${lang}`);
  });
}
