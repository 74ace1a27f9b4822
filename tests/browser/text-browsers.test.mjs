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
