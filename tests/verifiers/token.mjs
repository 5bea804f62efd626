// {"keys": {kid: JWK}, "texts": […]} on standard input; for each text: does jose take it as a vc+jwt of that key?
import { readFileSync } from "node:fs";
import { decodeProtectedHeader, importJWK, jwtVerify } from "jose";

const { keys, texts } = JSON.parse(readFileSync(0, "utf8"));
const answers = [];
for (const text of texts) {
  try {
    const { kid } = decodeProtectedHeader(text);
    const { payload } = await jwtVerify(text, await importJWK(keys[kid]), { typ: "vc+jwt", algorithms: ["EdDSA"] });
    answers.push(kid.startsWith(`${payload.issuer.id}#`));
  } catch {
    answers.push(false);
  }
}
console.log(JSON.stringify(answers));
