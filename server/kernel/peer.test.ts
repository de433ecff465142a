import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isLocal, notePeers, peerOf, senderAddress } from "./peer";

const server = createServer((request, response) => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === "string") headers.set(name, value);
  response.end(
    JSON.stringify({ peer: peerOf(headers), local: isLocal(headers), sender: senderAddress(headers, 0) }),
  );
});
let address: string;

beforeAll(async () => {
  notePeers();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const ask = async (headers: Record<string, string>) => (await fetch(address, { headers })).json();

describe("the peer of a request", () => {
  it("is the connection's address, whatever the client writes", async () => {
    for (const headers of [{}, { "x-waymark-peer": "0000 direct 8.8.8.8" }] as Record<string, string>[])
      expect(await ask(headers)).toEqual({
        peer: { address: "127.0.0.1", forwarded: false },
        local: true,
        sender: "127.0.0.1",
      });
  });

  it("is not local once something forwards it", async () => {
    expect(await ask({ "x-forwarded-for": "127.0.0.1" })).toMatchObject({
      local: false,
      sender: "127.0.0.1",
    });
  });

  it("is unknown where nothing noted it", () => {
    const forged = new Headers({
      "x-waymark-peer": "00112233445566778899aabbccddeeff direct 127.0.0.1",
      host: "localhost",
    });
    expect(peerOf(forged)).toBeNull();
    expect(isLocal(forged)).toBe(false);
  });
});

describe("the sender's address", () => {
  const forwarded = (value: string) => new Headers({ "x-forwarded-for": value });

  it.each([
    ["1.2.3.4", 0, null],
    ["1.2.3.4", 1, "1.2.3.4"],
    ["6.6.6.6, 1.2.3.4", 1, "1.2.3.4"],
    ["6.6.6.6, 1.2.3.4, 10.0.0.1", 2, "1.2.3.4"],
    ["1.2.3.4", 2, "1.2.3.4"],
    ["nonsense", 1, null],
    ["2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::/64"],
    ["2001:db8:1:2:ffff::1", 1, "2001:db8:1:2::/64"],
    ["::ffff:1.2.3.4", 1, "1.2.3.4"],
  ])("of %j behind %d own proxies is %j", (header, proxies, expected) => {
    expect(senderAddress(forwarded(header), proxies)).toBe(expected);
  });
});
