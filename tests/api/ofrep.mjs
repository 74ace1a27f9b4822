// Reads the switch through the official OpenFeature providers for servers and for browsers.
//
// ofrep.mjs URL KEY ORGANIZATION: prints what they read, waits for a line, and then prints how many
// milliseconds later each read something else.

import { createRequire } from "node:module";
import { once } from "node:events";

const require = createRequire(new URL("../node/package.json", import.meta.url));
const { OpenFeature } = require("@openfeature/server-sdk");
const { OFREPProvider } = require("@openfeature/ofrep-provider");
const web = require("@openfeature/web-sdk");
const { OFREPWebProvider } = require("@openfeature/ofrep-web-provider");

const [baseUrl, key, targetingKey] = process.argv.slice(2);
const headers = [["Authorization", `Bearer ${key}`]];

await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl, headers }));
const server = OpenFeature.getClient();
// The default is the opposite of what is read first: it cannot be taken for an answer.
const onServer = () => server.getBooleanDetails("services-enabled", false, { targetingKey });

await web.OpenFeature.setContext({ targetingKey });
await web.OpenFeature.setProviderAndWait(new OFREPWebProvider({ baseUrl, headers, pollInterval: 250 }));
const browser = web.OpenFeature.getClient();
const inBrowser = () => browser.getBooleanDetails("services-enabled", false);

for (const read of [onServer, inBrowser]) {
  const { value, reason, variant } = await read();
  console.log(value, reason, variant);
}
const unknown = await server.getBooleanDetails("nope", true, { targetingKey });
console.log(unknown.errorCode, unknown.value);

await once(process.stdin, "data");
const start = performance.now();
for (const read of [onServer, inBrowser]) {
  while ((await read()).value) {
    if (performance.now() - start > 30_000) throw new Error("it never changed");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  console.log(Math.round(performance.now() - start));
}
process.exit(0);
