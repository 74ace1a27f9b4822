// Verifies a signed switch document as software of a customer would, with nothing of ours.
//
// switch-document.mjs DOCUMENT_URL KEYS_URL: prints what it says; fails if the signature does not hold.

import { createPublicKey, verify } from "node:crypto";

const [documentUrl, keysUrl] = process.argv.slice(2);
const [header, payload, signature] = (await (await fetch(documentUrl)).text()).trim().split(".");
const read = (part) => JSON.parse(Buffer.from(part, "base64url").toString());
const { alg, kid } = read(header);
const { keys } = await (await fetch(keysUrl)).json();
const jwk = keys.find((key) => key.kid === kid);
if (alg !== "EdDSA" || !jwk) throw new Error(`there is no key ${kid} for ${alg}`);
const publicKey = createPublicKey({ key: jwk, format: "jwk" });
const holds = (text) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "base64url"));
if (!holds(`${header}.${payload}`)) throw new Error("the signature does not hold");
if (holds(`${header}.${payload}x`)) throw new Error("a signature that holds for anything is none");
const { sub, version, flags } = read(payload);
console.log(sub, version, flags["services-enabled"].value);
