// Takes the README's pictures of a night in the demo: `bin/pictures`.
import path from "node:path";

import { startBrowser, startDemo, wide } from "./stage.mjs";

const folder = process.argv[2];
const demo = await startDemo();
const { browser, stop } = await startBrowser();
const context = await browser.newContext({ viewport: wide, deviceScaleFactor: 2, colorScheme: "light" });
const wall = await context.newPage();
await wall.goto(`${demo.url}/demo`);

const report = async () => wall.getByRole("button", { name: /Let .* report it/ }).click();
const phone = wall.locator("#ana");
const reply = async (words) => {
  await phone.getByPlaceholder("Text message").fill(words);
  await phone.getByRole("button", { name: "Send" }).click();
  await phone.locator(".bubble.mine", { hasText: words }).waitFor();
};
const shoot = (page, name) => page.screenshot({ path: path.join(folder, name) });

await report();
await phone.locator(".bubble").first().waitFor();
const code = /E-\d*?(\d{1,3})\b/.exec(await phone.locator(".bubble").last().innerText())[1].replace(/^0+/, "");
await reply(`${code} ok`);
await reply(`${code} inv The database answers slowly since the nightly import`);
await reply(`${code} rc The import locks the orders table`);

const customer = await context.newPage();
await customer.goto(await wall.locator("#requester-page").getAttribute("href"));
await customer.locator("#happened").getByText("locks the orders table").first().waitFor();
await shoot(customer, "requester.png");

await fetch(`${demo.url}/api/v1/requests`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    summary: "Nobody can sign in",
    impact: "outage",
    organization: "Globex",
    requester: { name: "Kim Lund", email: "kim@globex.example" },
  }),
});
await wall.locator(".bubble", { hasText: "Globex" }).first().waitFor();
await shoot(wall, "wall.png");
await wall.getByRole("button", { name: /Console as Ana/ }).click();
await wall.locator(".rows li").nth(1).waitFor();
await shoot(wall, "console.png");
await stop();
demo.stop();
