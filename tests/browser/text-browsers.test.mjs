// The request form from text browsers: Lynx, with the keys that a person presses, and w3m.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { startDemo } from "./stage.mjs";

let demo;
let folder;

before(async () => {
  demo = await startDemo();
  folder = mkdtempSync(path.join(tmpdir(), "frontline-text-"));
});

after(() => {
  demo?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = (program, ...options) =>
  execFileSync(program, options, {
    encoding: "utf8",
    timeout: 30_000,
    env: { ...process.env, HOME: folder, TERM: "xterm", LANG: "C.UTF-8" },
  });

const SHOW = [["lynx", ["-dump", "-nolist", "-width=78"]], ["w3m", ["-dump", "-cols", "78"]]];
const QUESTIONS = [
  "Tell us what is wrong", "Is it production?", "What can your business not do?", "Send, and call",
];
for (const [browser, options] of SHOW) {
  test(`${browser} shows the form with every question`, () => {
    const text = run(browser, ...options, `${demo.url}/request`);
    for (const words of QUESTIONS) {
      assert.ok(text.includes(words), `"${words}" is missing in:\n${text}`);
    }
  });
}

/** Keys that go from field to field in the order of the page, type into some, and press the button. */
function keysFor(html, values) {
  const fields = [...html.matchAll(/<(?:a|input|textarea|select|button)\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !tag.includes('type="hidden"'));
  const keys = [];
  for (const tag of fields) {
    const name = /\bname="([^"]+)"/.exec(tag)?.[1];
    for (const letter of values[name] ?? "") keys.push(letter === " " ? "<space>" : letter);
    if (tag.startsWith("<button")) return [...keys, "^J", "Q", "y"].map((key) => `key ${key}\n`).join("");
    keys.push("<tab>");
  }
  throw new Error("the form has no button");
}

test("Lynx sends the form, pressing only keys", async () => {
  const html = await (await fetch(`${demo.url}/request`)).text();
  const script = path.join(folder, "keys");
  const values = { summary: "Orders are stuck", organization: "Globex", email: "ops@globex.example" };
  writeFileSync(script, keysFor(html, values));
  const screen = run("lynx", `-cmd_script=${script}`, "-accept_all_cookies", `${demo.url}/request`);
  assert.match(screen, /\/r\//, "it ends on the requester's own page");
  const wall = await (await fetch(`${demo.url}/demo`)).text();
  assert.match(wall, /Globex: [^<]*Orders are stuck/, "the page has gone out");
});
