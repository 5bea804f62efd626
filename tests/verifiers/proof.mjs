// {"keys": {method: "z6Mk…"}, "texts": […]} on standard input; for each text: does its eddsa-jcs-2022 proof hold?
// Written after W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3.2, without a look at the Python.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import canonicalize from "canonicalize";

const LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const sha256 = (value) => createHash("sha256").update(canonicalize(value)).digest();

function base58(text) {
  const [, ones, rest] = /^z(1*)([1-9A-HJ-NP-Za-km-z]*)$/.exec(text);
  const hex = [...rest].reduce((sum, each) => sum * 58n + BigInt(LETTERS.indexOf(each)), 0n).toString(16);
  return Buffer.concat([Buffer.alloc(ones.length), Buffer.from(hex.length % 2 ? `0${hex}` : hex, "hex")]);
}

function holds(text, keys) {
  const { proof, ...document } = JSON.parse(text);
  const { proofValue, ...options } = proof;
  const x = base58(keys[options.verificationMethod]).subarray(2).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const contexts = options["@context"];
  if (contexts && !isDeepStrictEqual(document["@context"].slice(0, contexts.length), contexts)) return false;
  if (contexts) document["@context"] = contexts;
  const ours = options.type === "DataIntegrityProof" && options.cryptosuite === "eddsa-jcs-2022";
  const owned = options.verificationMethod.startsWith(`${document.issuer.id}#`);
  const signed = Buffer.concat([sha256(options), sha256(document)]);
  const right = ours && owned && options.proofPurpose === "assertionMethod";
  return right && verify(null, signed, key, base58(proofValue));
}

const { keys, texts } = JSON.parse(readFileSync(0, "utf8"));
const answers = texts.map((text) => {
  try {
    return holds(text, keys);
  } catch {
    return false;
  }
});
console.log(JSON.stringify(answers));
