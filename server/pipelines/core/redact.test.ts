import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor, createStreamRedactor, REDACTED, SHORTEST_SECRET, tooShort } from "./redact";

const secret = 'p4ss w/<ö>&"\\+word';

describe("createRedactor", () => {
  const redact = createRedactor([secret]);

  it.each<[string, string]>([
    ["itself", secret],
    ["JSON", JSON.stringify(secret).slice(1, -1)],
    [
      "JSON as Go writes it",
      JSON.stringify(secret)
        .slice(1, -1)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026"),
    ],
    ["JSON in JSON", JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ["a query", encodeURIComponent(secret)],
    ["a form", new URLSearchParams({ v: secret }).toString().slice(2)],
    ["a query in lower case", encodeURIComponent(secret).replace(/%../g, (code) => code.toLowerCase())],
    ["hex", Buffer.from(secret).toString("hex")],
    ["HEX", Buffer.from(secret).toString("hex").toUpperCase()],
  ])("finds it as %s", (_, form) => {
    expect(redact(`a ${form} b`)).toBe(`a ${REDACTED} b`);
  });

  it("leaves no trace of it in base64, wherever it begins, in both alphabets", () => {
    for (const before of ["", "a", "ab", "abc", "user:"]) {
      for (const encoding of ["base64", "base64url"] as const) {
        const encoded = Buffer.from(`${before}${secret}, and more`).toString(encoding);
        const left = redact(encoded).split(REDACTED);
        expect(left).toHaveLength(2);
        expect(
          Buffer.from(left[0]!, "base64").toString("latin1").replace(before, "").length,
        ).toBeLessThanOrEqual(1);
      }
    }
  });

  it("knows the password of an address, and the lines of a key", () => {
    const many = createRedactor([
      "postgres://admin:s%40cret-pw@127.0.0.1/db",
      "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\nshort\n-----END KEY-----",
    ]);
    expect(many("password is s@cret-pw or s%40cret-pw")).toBe(`password is ${REDACTED} or ${REDACTED}`);
    expect(many("MIIEvQIBADANBgkqhkiG9w0B | short | -----BEGIN KEY-----")).toBe(
      `${REDACTED} | short | -----BEGIN KEY-----`,
    );
  });

  it("merges secrets that overlap, and leaves short values alone", () => {
    expect(createRedactor(["abcdef", "defghi"])("xabcdefghix")).toBe(`x${REDACTED}x`);
    expect(createRedactor(["true", "5432"])("port 5432 is true")).toBe("port 5432 is true");
    expect(tooShort("x".repeat(SHORTEST_SECRET))).toBe(false);
  });
});

describe("over pieces", () => {
  const secrets = fc.uniqueArray(
    fc.oneof(
      fc.string({ unit: fc.constantFrom("a", "b"), minLength: 6, maxLength: 9 }),
      fc.string({ unit: "binary", minLength: 6, maxLength: 20 }),
    ),
    { minLength: 1, maxLength: 3 },
  );

  it("gives the same however the bytes were cut, and never a secret", () => {
    fc.assert(
      fc.property(
        secrets,
        fc.array(fc.oneof(fc.nat(2), fc.string({ unit: fc.constantFrom("a", "b", "\n") }))),
        fc.array(fc.nat(12)),
        (them, recipe, cuts) => {
          const forms = [
            (s: string) => s,
            (s: string) => Buffer.from(s).toString("base64"),
            (s: string) => JSON.stringify(s),
          ];
          const text = recipe
            .map((item, index) =>
              typeof item === "string" ? item : forms[index % 3]!(them[item % them.length]!),
            )
            .join("");
          const bytes = Buffer.from(text);
          const whole = createStreamRedactor(them);
          const expected = Buffer.concat([whole.write(bytes), whole.end()]);
          const pieces = createStreamRedactor(them);
          const out: Buffer[] = [];
          let at = 0;
          for (const cut of cuts) out.push(pieces.write(bytes.subarray(at, (at += cut))));
          out.push(pieces.write(bytes.subarray(at)), pieces.end());
          expect(Buffer.concat(out).equals(expected)).toBe(true);
          // What is left of the text around the marks holds no secret.
          for (const part of expected.toString("latin1").split(REDACTED)) {
            for (const one of them) expect(part.includes(Buffer.from(one).toString("latin1"))).toBe(false);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("lets bytes pass that are no text", () => {
    const stream = createStreamRedactor(["secret-value"]);
    const bytes = Buffer.from([0, 255, 254, 195, 10]);
    expect(
      Buffer.concat([
        stream.write(Buffer.concat([bytes, Buffer.from("secret-va")])),
        stream.write(Buffer.concat([Buffer.from("lue"), bytes])),
        stream.end(),
      ]),
    ).toEqual(Buffer.concat([bytes, Buffer.from(REDACTED), bytes]));
  });
});
