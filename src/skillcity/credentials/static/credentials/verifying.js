/* Is a certificate genuine? The same seven answers as engine/verifying.py gives, from what is at hand alone.
   A test gives both the same texts. Needs WebCrypto with Ed25519 and DecompressionStream; no words live here. */
globalThis.skillcity = (() => {
  "use strict";
  const VC = "https://www.w3.org/ns/credentials/v2";
  const OB = "https://purl.imsglobal.org/spec/ob/v3p0/";
  const KNOWN = new Set([VC, ...["context", "context-3.0.1", "context-3.0.2", "context-3.0.3", "extensions"]
    .map((edition) => `${OB}${edition}.json`)]);
  const BADGES = ["OpenBadgeCredential", "AchievementCredential"];
  const PURPOSES = ["revocation", "suspension", "refresh"];
  const LEVELS = ["apprentice", "junior", "intermediate", "senior", "technician", "senior_technician",
    "special_technician", "chief_technician"];
  const PREFIX = "SKC1:";
  const MOST_TEXT = 256 * 1024, MOST_CODE = 4296, MOST_UNPACKED = 64 * 1024, MOST_LIST = 8 * 1024 * 1024;
  const FUTURE = 5 * 60 * 1000;

  class Wrong extends Error {}
  const need = (right, why) => { if (!right) throw new Wrong(why); };
  const isText = (value) => typeof value === "string";
  const isObject = (value) => value instanceof Map;

  /* JSON: no name twice; a number with a point, an exponent or 16 characters is a Real. */
  class Real { constructor(value) { this.value = value; } }

  const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
  const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;

  function parse(text) {
    let at = 0, depth = 0;
    const space = () => { while (" \t\n\r".includes(text[at]) && at < text.length) at += 1; };
    const take = (word, value) => { need(text.startsWith(word, at), "no JSON"); at += word.length; return value; };
    const string = () => {
      STRING.lastIndex = at;
      const found = STRING.exec(text);
      need(found, "no string");
      at += found[0].length;
      return JSON.parse(found[0]);
    };
    const number = () => {
      NUMBER.lastIndex = at;
      const found = NUMBER.exec(text);
      need(found, "no JSON");
      at += found[0].length;
      const value = Number(found[0]);
      need(Number.isFinite(value), "no number");
      return found[1] || found[2] || found[0].length >= 16 ? new Real(value) : value;
    };
    const many = (end, one) => {
      need((depth += 1) < 500, "too deep");
      at += 1;
      space();
      if (text[at] === end) at += 1;
      else for (;;) {
        one();
        space();
        const sign = text[at];
        need(sign === end || sign === ",", "no JSON");
        at += 1;
        if (sign === end) break;
        space();
      }
      depth -= 1;
    };
    const value = () => {
      space();
      if (text[at] === "{") {
        const found = new Map();
        many("}", () => {
          const name = string();
          space();
          take(":");
          need(!found.has(name), "a name stands twice");
          found.set(name, value());
        });
        return found;
      }
      if (text[at] === "[") {
        const found = [];
        many("]", () => found.push(value()));
        return found;
      }
      if (text[at] === '"') return string();
      if (text[at] === "t") return take("true", true);
      if (text[at] === "f") return take("false", false);
      if (text[at] === "n") return take("null", null);
      return number();
    };
    const found = value();
    space();
    need(at === text.length && isObject(found), "no object of JSON");
    return found;
  }

  /* The canonical form, RFC 8785. */
  function canonical(value) {
    if (isText(value)) {
      need(value.isWellFormed ? value.isWellFormed() : !/\p{Surrogate}/u.test(value), "half a character");
      return JSON.stringify(value);
    }
    if (value instanceof Real) return JSON.stringify(value.value);
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (!isObject(value)) return JSON.stringify(value);
    return `{${[...value.keys()].sort().map((name) => `${canonical(name)}:${canonical(value.get(name))}`).join(",")}}`;
  }
  const same = (one, other) => canonical(one) === canonical(other);

  /* Bytes as text. */
  const ALPHABET58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const ALPHABET45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

  function fromBase58(text) {
    need(/^z[1-9A-HJ-NP-Za-km-z]*$/.test(text) && text.length <= 200, "no base58btc");
    const digits = text.slice(1);
    let number = 0n;
    for (const digit of digits) number = number * 58n + BigInt(ALPHABET58.indexOf(digit));
    const bytes = [];
    for (; number; number >>= 8n) bytes.unshift(Number(number & 255n));
    return Uint8Array.from([...new Array(/^1*/.exec(digits)[0].length).fill(0), ...bytes]);
  }

  function fromBase64url(text) {
    need(/^[A-Za-z0-9_-]*$/.test(text) && text.length % 4 !== 1, "no base64url");
    const plain = text.replace(/-/g, "+").replace(/_/g, "/");
    const data = atob(plain);
    need(btoa(data).replace(/=+$/, "") === plain, "no base64url"); /* one spelling for each value */
    return Uint8Array.from(data, (letter) => letter.charCodeAt(0));
  }

  function fromBase45(text) {
    const values = [...text].map((letter) => ALPHABET45.indexOf(letter));
    need(!values.includes(-1) && values.length % 3 !== 1, "no base45");
    const bytes = [];
    for (let at = 0; at < values.length; at += 3) {
      const [low, middle, high] = values.slice(at, at + 3);
      const number = low + middle * 45 + (high ?? 0) * 2025;
      need(number <= (high === undefined ? 255 : 65535), "no base45");
      bytes.push(...(high === undefined ? [number] : [number >> 8, number & 255]));
    }
    return Uint8Array.from(bytes);
  }

  async function inflated(data, form, most) {
    const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream(form)).getReader();
    const pieces = [];
    let length = 0;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        length += value.length;
        if (length > most) throw new Wrong("too long");
        pieces.push(value);
      }
    } catch (error) {
      reader.cancel().catch(() => {});
      throw error instanceof Wrong ? error : new Wrong("it cannot be unpacked");
    }
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
  }

  function asText(bytes) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      throw new Wrong("no text");
    }
  }

  /* Moments, in milliseconds. */
  const MOMENT = /^(\d{4})-(\d\d)-(\d\d).(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:(Z)|([+-])(\d\d):?(\d\d))$/s;

  function day(text) {
    const [whole, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) || [];
    need(whole && Number(year) > 0, "no day");
    const found = new Date(0);
    found.setUTCFullYear(Number(year), Number(month) - 1, Number(date));
    need(found.getUTCMonth() === Number(month) - 1 && found.getUTCDate() === Number(date), "no day");
    return found.getTime();
  }

  function moment(text) {
    const found = isText(text) && MOMENT.exec(text);
    need(found, "no moment");
    const [, , , , hour, minute, second = "0", part = "", , sign, hours = "0", minutes = "0"] = found;
    need(hour < 24 && minute < 60 && second < 60 && hours < 24 && minutes < 60, "no moment");
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
    const clock = (Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second);
    return day(text.slice(0, 10)) + clock * 1000 + (part ? Number(`0.${part}`) * 1000 : 0);
  }

  /* Signatures. */
  const bytesOf = (text) => new TextEncoder().encode(text);
  const sha256 = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(text)));
  const signedBy = async (key, signature, data) =>
    crypto.subtle.verify("Ed25519", await key.ready, signature, data);

  function keyOf(multibase) {
    const data = fromBase58(multibase);
    need(data.length === 34 && data[0] === 0xed && data[1] === 0x01, "no Ed25519 Multikey");
    return crypto.subtle.importKey("raw", data.slice(2), { name: "Ed25519" }, false, ["verify"]);
  }

  function methodOf(document) {
    const proof = document.get("proof");
    need(isObject(proof) && proof.get("type") === "DataIntegrityProof" && proof.get("cryptosuite") === "eddsa-jcs-2022"
      && isText(proof.get("verificationMethod")) && isText(proof.get("proofValue")), "no eddsa-jcs-2022 proof");
    return proof.get("verificationMethod");
  }

  const listed = (value) => (Array.isArray(value) ? value : [value]);

  async function proven(document, key) {
    const proof = document.get("proof");
    if (proof.get("proofPurpose") !== "assertionMethod") return false;
    const options = new Map([...proof].filter(([name]) => name !== "proofValue"));
    const bare = new Map([...document].filter(([name]) => name !== "proof"));
    if (proof.has("@context")) {
      const signed = listed(proof.get("@context"));
      if (!same(listed(document.get("@context")).slice(0, signed.length), signed)) return false;
      bare.set("@context", proof.get("@context"));
    }
    const data = [...await sha256(canonical(options)), ...await sha256(canonical(bare))];
    return signedBy(key, fromBase58(proof.get("proofValue")), Uint8Array.from(data));
  }

  async function tokenSigned(token, key) {
    const at = token.lastIndexOf(".");
    return signedBy(key, fromBase64url(token.slice(at + 1)), bytesOf(token.slice(0, at)));
  }

  /* Reading: the document, the key that it names, when it was signed, and the token when it is one. */
  async function read(text) {
    if (text.startsWith("{")) return withOurProof(parse(text));
    if (text.startsWith(PREFIX)) {
      need(text.length <= MOST_CODE, "no certificate code");
      const packed = fromBase45(text.slice(PREFIX.length));
      return withOurProof(parse(asText(await inflated(packed, "deflate-raw", MOST_UNPACKED))));
    }
    return readToken(text);
  }

  function withOurProof(given) {
    let document = given;
    const proofs = given.get("proof");
    if (Array.isArray(proofs)) {
      const ours = proofs.find((each) => isObject(each) && each.get("cryptosuite") === "eddsa-jcs-2022");
      need(ours && !ours.has("previousProof"), "no proof of the document alone");
      document = new Map(given).set("proof", ours);
    }
    const method = methodOf(document);
    const proof = document.get("proof");
    const signed = proof.has("created") ? proof.get("created") : document.get("validFrom");
    return { document, method, signed: moment(signed), token: "" };
  }

  function readToken(token) {
    const parts = token.split(".");
    need(parts.length === 3 && token.length <= MOST_TEXT, "no compact JWS");
    const [header, document] = parts.slice(0, 2).map((part) => parse(asText(fromBase64url(part))));
    const method = header.get("kid") || document.get("issuer");
    need(header.get("typ") === "vc+jwt" && ["EdDSA", "Ed25519"].includes(header.get("alg")) && isText(method),
      "no vc+jwt signed with Ed25519");
    need(!header.has("crit") && !header.has("b64"), "a header that must be understood and is not");
    const when = header.get("iat");
    const told = typeof when === "number" && when >= 0 && when < 2 ** 40;
    need(!told || when < 253402300800, "no moment");
    return { document, method, signed: told ? when * 1000 : moment(document.get("validFrom")), token };
  }

  function issuerOf(document) {
    const contexts = document.get("@context"), types = document.get("type"), issuer = document.get("issuer");
    need(Array.isArray(contexts) && contexts[0] === VC && contexts.every((each) => KNOWN.has(each))
      && new Set(contexts).size === contexts.length, "a context that is not known");
    need(Array.isArray(types) && types.includes("VerifiableCredential"), "no verifiable credential");
    const name = isObject(issuer) ? issuer.get("id") : issuer;
    need(isText(name), "no issuer");
    return name;
  }

  /* What it says. */
  function stated(document) {
    const array = (value, otherwise) => {
      const found = value === undefined ? otherwise : value;
      need(Array.isArray(found), "a list is needed");
      return found;
    };
    const object = (value) => { need(isObject(value), "no Open Badge"); return value; };
    const word = (value) => { need(isText(value), "words are needed"); canonical(value); return value; };
    const types = array(document.get("type"));
    const subject = object(document.get("credentialSubject"));
    const achievement = object(subject.get("achievement"));
    const tags = array(achievement.get("tag"), []);
    const names = array(subject.get("identifier"), []).map(object)
      .filter((each) => each.get("identityType") === "name" && each.get("hashed") !== true);
    const criteria = achievement.has("criteria") ? object(achievement.get("criteria")) : new Map();
    const begins = document.get("validFrom"), ends = document.get("validUntil");
    need(isText(begins) && (ends === undefined || isText(ends)), "no day");
    day(begins.slice(0, 10));
    if (ends) day(ends.slice(0, 10));
    const otherwise = (value) => (value === undefined ? "" : value);
    const found = {
      number: word(otherwise(subject.get("licenseNumber"))),
      holder: word(names.length ? names[0].get("identityHash") : ""),
      title: word(achievement.get("name") || document.get("name")),
      kind: word(otherwise(achievement.get("achievementType"))),
      code: word(otherwise(achievement.get("humanCode"))),
      basis: word(otherwise(criteria.get("narrative"))),
      level: LEVELS.find((each) => tags.includes(each)) || "",
      issued: begins.slice(0, 10),
      until: ends ? ends.slice(0, 10) : "",
    };
    need(BADGES.some((each) => types.includes(each)) && found.title, "no Open Badge");
    return found;
  }

  const isOne = (value) => value === undefined || value === 1 || value === true || (value instanceof Real && value.value === 1);

  function entries(document) {
    const given = document.has("credentialStatus") ? document.get("credentialStatus") : [];
    return listed(given).map((each) => {
      need(isObject(each) && isText(each.get("type")), "a status that is none");
      const purpose = each.get("statusPurpose");
      const ours = each.get("type") === "BitstringStatusListEntry" && PURPOSES.includes(purpose);
      if (!ours || !isOne(each.get("statusSize"))) return { purpose: "revocation", url: "", place: 0 };
      const place = each.get("statusListIndex"), url = each.get("statusListCredential");
      need(isText(place) && /^[0-9]{1,4300}$/.test(place) && isText(url), "a status without list or place");
      return { purpose, url, place: Number(place) };
    });
  }

  /* Issuers and lists, as they are kept. */
  function readTrust(text) {
    const trust = new Map();
    for (const issuer of parse(text).get("issuers")) {
      const keys = issuer.get("keys").map((key) => ({
        id: key.get("id"),
        ready: keyOf(key.get("publicKeyMultibase")),
        since: moment(key.get("since")),
        ends: ["until", "compromised"].map((name) => key.get(name)).filter(Boolean).map(moment),
      }));
      trust.set(issuer.get("id"), { did: issuer.get("id"), name: issuer.get("name"), keys });
    }
    return trust;
  }

  const keyAt = (issuer, method, signed) => {
    const key = issuer.keys.find((each) => each.id === method);
    return key && key.since <= signed && key.ends.every((end) => signed < end) ? key : null;
  };

  async function readList(text, trust) {
    const { document, method, signed, token } = await read(strip(text));
    const issuer = trust.get(issuerOf(document));
    const key = issuer && keyAt(issuer, method, signed);
    need(key && (token ? await tokenSigned(token, key) : await proven(document, key)), "the signature is wrong");
    const subject = document.get("credentialSubject");
    need(isObject(subject) && subject.get("type") === "BitstringStatusList", "no status list");
    const packed = subject.get("encodedList"), purpose = subject.get("statusPurpose");
    need(isText(packed) && packed.startsWith("u") && PURPOSES.includes(purpose), "no status list");
    return {
      url: document.get("id"),
      issuer: issuer.did,
      purpose,
      bits: await inflated(fromBase64url(packed.slice(1)), "gzip", MOST_LIST),
      signed: moment(document.get("validFrom")),
      until: moment(document.get("validUntil")),
    };
  }

  /* The outer white space that Python strips. */
  const strip = (text) => text.replace(/^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g, "");

  async function verify(given, trust, lists, now) {
    let found, statement, issuerId, ends, wanted;
    try {
      need(given.length <= MOST_TEXT, "too long");
      found = await read(strip(given));
      statement = stated(found.document);
      issuerId = issuerOf(found.document);
      ends = found.document.has("validUntil") ? moment(found.document.get("validUntil")) : null;
      wanted = entries(found.document);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      return { outcome: "malformed", reason: error.message };
    }
    const issuer = trust.get(issuerId);
    const said = { statement, issuer, signed: found.signed };
    if (!issuer) return { outcome: "unknown-issuer", reason: "issuer", ...said };
    const key = keyAt(issuer, found.method, found.signed);
    if (!key) return { outcome: "unknown-issuer", reason: "key", ...said };
    let right = false;
    try {
      right = found.token ? await tokenSigned(found.token, key) : await proven(found.document, key);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
    }
    if (!right) return { outcome: "tampered", reason: "signature", ...said };
    if (found.signed > now + FUTURE) return { outcome: "tampered", reason: "signed-in-the-future", ...said };
    return { ...said, ...standing(wanted, lists.filter((each) => each.issuer === issuerId), ends, now) };
  }

  function standing(wanted, lists, ends, now) {
    const used = [], marked = new Set();
    let unchecked = 0;
    for (const { purpose, url, place } of wanted) {
      const newest = lists.filter((each) => each.url === url && each.purpose === purpose)
        .reduce((best, each) => (best && best.signed >= each.signed ? best : each), null);
      if (!newest || place >= newest.bits.length * 8) { unchecked += 1; continue; }
      used.push(newest);
      if (newest.bits[place >> 3] & (0x80 >> place % 8)) marked.add(purpose);
    }
    const oldest = used.reduce((best, each) => (best && best.signed <= each.signed ? best : each), null);
    const asked = { asOf: oldest && oldest.signed, until: oldest && oldest.until, unchecked };
    const suspended = marked.has("suspension") && !marked.has("revocation");
    if (marked.has("revocation") || suspended)
      return { outcome: "revoked", reason: suspended ? "suspended" : "revoked", suspended, ...asked };
    if (marked.has("refresh")) return { outcome: "superseded", reason: "superseded", ...asked };
    if (ends !== null && now > ends) return { outcome: "expired", reason: "expired", ...asked };
    return { outcome: "genuine", reason: "", ...asked };
  }

  /* Whether this browser can do it at all. */
  async function able() {
    try {
      new DecompressionStream("deflate-raw");
      await crypto.subtle.importKey("raw", new Uint8Array(32), { name: "Ed25519" }, false, ["verify"]);
      return true;
    } catch {
      return false;
    }
  }

  return { able, readTrust, readList, verify, canonical: (text) => canonical(parse(text)) };
})();
