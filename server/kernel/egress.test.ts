import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { lookup as systemLookup } from "node:dns";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mayConnect, parseAllowed } from "./addresses";
import { createEgress } from "./egress";

let canary: Server;
let port: number;
let connections = 0;

beforeAll(async () => {
  canary = createServer((request, response) => {
    if (request.url === "/large") return response.end(Buffer.alloc(5000));
    if (request.url === "/never") return undefined;
    if (request.url === "/moved") return response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    return response.end("inside");
  });
  canary.on("connection", () => connections++);
  canary.listen(0, "127.0.0.1");
  await once(canary, "listening");
  port = (canary.address() as AddressInfo).port;
});
beforeEach(() => void (connections = 0));
afterAll(() => {
  canary.closeAllConnections();
  canary.close();
});

/** Answers in turn, as a name server does whose owner wants to be let in. */
const resolving = (...answers: string[]) =>
  ((
    _name: string,
    _options: unknown,
    done: (error: null, addresses: { address: string; family: number }[]) => void,
  ) => {
    const address = answers.length > 1 ? (answers.shift() ?? "") : (answers[0] ?? "");
    done(null, [{ address, family: address.includes(":") ? 6 : 4 }]);
  }) as unknown as typeof systemLookup;

describe("an address", () => {
  const inside = [
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "168.63.129.16",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::127.0.0.1",
    "::8.8.8.8",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2001::1",
    "fd00::1",
    "fc00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "100::1",
    "2001:db8::1",
  ];
  it.each(inside)("%s is inside", (address) => expect(mayConnect(address, 443, [])).toBe(false));

  it.each(["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])("%s is public", (address) => {
    expect(mayConnect(address, 443, [])).toBe(true);
    expect(mayConnect(address, 22, [])).toBe(false);
  });

  it("is allowed by network and port", () => {
    const allowed = parseAllowed("10.1.0.0/16:8443, [fd00:1::/32]:443, 192.168.7.7/32");
    expect(mayConnect("10.1.2.3", 8443, allowed)).toBe(true);
    expect(mayConnect("10.1.2.3", 443, allowed)).toBe(false);
    expect(mayConnect("10.2.0.1", 8443, allowed)).toBe(false);
    expect(mayConnect("fd00:1::9", 443, allowed)).toBe(true);
    expect(mayConnect("192.168.7.7", 5000, allowed)).toBe(true);
    expect(() => parseAllowed("intranet")).toThrow(/intranet/);
  });
});

describe("an outgoing request", () => {
  const hosts = [
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0x7f.1",
    "127.1",
    "0",
    "①②⑦.⓪.⓪.①",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::127.0.0.1]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "[fe80::1]",
    "[fd00::1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "169.254.169.254",
    "168.63.129.16",
    "100.64.0.1",
    "198.18.0.1",
  ];

  it.each(hosts)("to http://%s/ makes no connection", async (host) => {
    const send = createEgress({ allowed: [], lookup: resolving("127.0.0.1") });
    await expect(send(`http://${host}:${port}/`)).rejects.toMatchObject({ code: "invalid" });
    expect(connections).toBe(0);
  });

  it.each([
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "ftp://127.0.0.1/",
    "data:text/plain,x",
    "//127.0.0.1/",
    "nonsense",
    "http://user:secret@8.8.8.8/",
  ])("to %s is refused as it stands", async (address) => {
    await expect(createEgress({ allowed: [] })(address)).rejects.toMatchObject({ code: "invalid" });
  });

  it.each(["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "10.0.0.1"])(
    "to a name that resolves to %s makes no connection",
    async (address) => {
      const send = createEgress({ allowed: [], lookup: resolving(address) });
      await expect(send(`http://rebind.example:${port}/`)).rejects.toMatchObject({ code: "invalid" });
      expect(connections).toBe(0);
    },
  );

  it("is checked again when a name resolves anew", async () => {
    const send = createEgress({
      allowed: parseAllowed("127.0.0.2/32"),
      lookup: resolving("127.0.0.2", "127.0.0.1"),
    });
    // Nothing listens on 127.0.0.2, so the first attempt fails and the second resolves the name again.
    await expect(send(`http://rebind.example:${port}/`)).rejects.toMatchObject({ code: "unavailable" });
    await expect(send(`http://rebind.example:${port}/`)).rejects.toMatchObject({ code: "invalid" });
    expect(connections).toBe(0);
  });

  it("reaches what the operator allowed, and follows nothing", async () => {
    const send = createEgress({
      allowed: parseAllowed(`127.0.0.0/8:${port}`),
      lookup: resolving("127.0.0.1"),
    });
    expect((await send(`http://127.0.0.1:${port}/`)).body.toString()).toBe("inside");
    expect(await send(`http://127.0.0.1:${port}/moved`)).toMatchObject({ status: 302 });
    expect((await send(`http://named.example:${port}/`)).body.toString()).toBe("inside");
  });

  it("is cut when the answer is too large or too late", async () => {
    const send = createEgress({ allowed: parseAllowed(`127.0.0.0/8:${port}`) });
    await expect(send(`http://127.0.0.1:${port}/large`, { maxBytes: 100 })).rejects.toMatchObject({
      code: "limit",
      kind: "size",
    });
    await expect(send(`http://127.0.0.1:${port}/never`, { timeoutMs: 50 })).rejects.toMatchObject({
      code: "unavailable",
    });
  });
});
