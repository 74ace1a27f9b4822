// The demo of the release build, a browser, and what both need to be looked at from outside.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const packages = createRequire(new URL("../node/package.json", import.meta.url));
const { chromium } = packages("playwright-core");

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const axe = packages("@axe-core/playwright").AxeBuilder;
export const { HtmlValidate } = packages("html-validate");

const READY_WITHIN_MS = 30_000;
const CHROMIUM = {
  executablePath: "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
};

/** Starts `frontline demo` and reads from what it prints where to find it. */
export async function startDemo(...options) {
  const program = process.env.FRONTLINE_PROGRAM ?? path.join(root, "target/release/frontline");
  const child = spawn(program, ["demo", "--listen", "127.0.0.1:0", ...options], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (data) => { said += data; });
  const url = await new Promise((resolve, reject) => {
    const give_up = (why) => reject(new Error(`${why}; the demo said:\n${said}`));
    const timer = setTimeout(() => give_up("no address within 30 s"), READY_WITHIN_MS);
    child.on("exit", (code) => give_up(`the demo ended with ${code}`));
    createInterface({ input: child.stdout }).on("line", (line) => {
      said += `${line}\n`;
      const found = line.match(/http:\/\/[^\s/]+(?=\/demo)/);
      if (found) {
        clearTimeout(timer);
        resolve(found[0]);
      }
    });
  });
  return { url, said: () => said, stop: () => child.kill("SIGTERM") };
}

/** A browser with an empty profile of its own; `stop` also removes that. */
export async function startBrowser() {
  const profile = mkdtempSync(path.join(tmpdir(), "frontline-browser-"));
  const browser = await chromium.launch({ ...CHROMIUM, env: { ...process.env, HOME: profile } });
  const stop = async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { browser, stop };
}

export const wide = { width: 1280, height: 900 };
export const narrow = { width: 320, height: 640 };

/** Fills the request form in as a customer would. */
export async function fillForm(page, { summary, organization, email }) {
  await page.getByLabel("Yes, real customers").check();
  await page.locator("input[name=impact][value=revenue_blocked]").check();
  await page.locator("input[name=summary]").fill(summary);
  await page.locator("input[name=organization]").fill(organization);
  await page.locator("input[name=name]").fill("Rae Moss");
  await page.locator("input[name=email]").fill(email);
}
