/**
 * Takes secrets out of text before anybody sees it, in the forms that programs give them: as they are, within JSON (as
 * JavaScript and as Go write it, once and twice), percent-encoded, in hex, and in base64 wherever they begin.
 */

export const REDACTED = "[redacted]";

/**
 * Shorter values are left alone, in characters: "true" or "5432" are no secrets, and taking every "prod" out of a log
 * would hide the log and give the value away by its absence.
 */
export const SHORTEST_SECRET = 6;

/** The values among `secrets` that are too short to be taken out, for a warning where they are set. */
export const tooShort = (secret: string): boolean => secret.length < SHORTEST_SECRET;

/** Out: the text with each secret replaced. Takes whole lines: what a text ends with cannot be known as a secret's beginning. */
export function createRedactor(secrets: string[]): (text: string) => string {
  const forms = formsOf(secrets);
  return (text) => replaceIntervals(text, intervals(text, forms), 0).text;
}

export interface StreamRedactor {
  /** What may be given on of the bytes so far; some are held back, since a secret may go on in the next ones. */
  write(bytes: Uint8Array): Buffer;
  /** The rest. */
  end(): Buffer;
}

/** The same over bytes that come in pieces, cut anywhere; bytes that are no UTF-8 pass through. */
export function createStreamRedactor(secrets: string[]): StreamRedactor {
  // One character for each byte, so that places in the text are places in the bytes.
  const forms = formsOf(secrets).map((form) => Buffer.from(form, "utf8").toString("latin1"));
  const longest = Math.max(1, ...forms.map((form) => form.length));
  let held = "";
  /** How many of the held bytes belong to a secret whose place was already marked. */
  let marked = 0;
  const give = (upTo: number): Buffer => {
    const { text, rest, restMarked } = replaceIntervals(held, intervals(held, forms), marked, upTo);
    held = rest;
    marked = restMarked;
    return Buffer.from(text, "latin1");
  };
  return {
    write(bytes) {
      held += Buffer.from(bytes).toString("latin1");
      return give(Math.max(0, held.length - longest + 1));
    },
    end: () => give(held.length),
  };
}

type Interval = [start: number, end: number];

/** Every place of every form, merged where they overlap, in order. */
function intervals(text: string, forms: string[]): Interval[] {
  const found: Interval[] = [];
  for (const form of forms) {
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
      found.push([at, at + form.length]);
  }
  return merge(found);
}

function merge(found: Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const [start, end] of found.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** Gives out the text before `upTo`; of an interval across it, the mark is given out and the rest remembered. */
function replaceIntervals(text: string, found: Interval[], marked: number, upTo = text.length) {
  const all = marked > 0 ? merge([[0, marked], ...found]) : found;
  let out = "";
  let at = 0;
  for (const [start, end] of all) {
    if (start >= upTo) break;
    out += text.slice(at, start);
    if (start > 0 || marked === 0) out += REDACTED;
    at = end;
  }
  if (at < upTo) out += text.slice(at, upTo);
  const cut = Math.min(text.length, upTo);
  return { text: out, rest: text.slice(cut), restMarked: Math.max(0, at - cut, marked - cut) };
}

/** Longest first is not needed: overlapping places are merged. */
function formsOf(secrets: string[]): string[] {
  const forms = new Set<string>();
  for (const secret of new Set(secrets.flatMap(partsOf))) {
    if (tooShort(secret)) continue;
    for (const form of [...textForms(secret), ...byteForms(Buffer.from(secret, "utf8"))]) {
      if (!tooShort(form)) forms.add(form);
    }
  }
  return [...forms];
}

/** A secret, and what of it may turn up alone: the password of an address, the lines of a key. */
function partsOf(secret: string): string[] {
  const parts = [secret];
  if (secret.includes("\n"))
    parts.push(...secret.split(/\r?\n/).filter((line) => line.length >= 16 && !line.startsWith("-----")));
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]*?:([^/?#\s]*)@/i.exec(secret)?.[1];
  if (password) parts.push(password, decoded(password));
  return parts;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoded after all.
    return text;
  }
}

function textForms(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const goJson = json.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const nested = [json, goJson].map((text) => JSON.stringify(text).slice(1, -1));
  const url = encodeURIComponent(Buffer.from(secret).toString());
  const strict = url.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const urls = [url, strict, url.replaceAll("%20", "+"), strict.replaceAll("%20", "+")];
  return [
    secret,
    json,
    goJson,
    ...nested,
    ...urls,
    ...urls.map((text) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
  ];
}

function byteForms(bytes: Buffer): string[] {
  const hex = bytes.toString("hex");
  const base64 = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    // Only the characters that hold bits of the secret alone: those at its edges depend on what stands beside it.
    const own = text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [hex, hex.toUpperCase(), ...base64];
}
