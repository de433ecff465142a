import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { checkPort } from "@/scripts/start/web";

describe("the port of the portal", () => {
  it("is refused in one sentence when somebody has it", async () => {
    const server = net.createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await expect(checkPort("127.0.0.1", port)).rejects.toThrow(
      `Port ${port} is in use by another program: end that, or choose another with npm run up -- --port ${port + 1}.`,
    );
    server.close();
    await once(server, "close");
    await expect(checkPort("127.0.0.1", port)).resolves.toBeUndefined();
  });

  it("is refused on an address that is not ours", async () => {
    await expect(checkPort("192.0.2.1", 3000)).rejects.toThrow("192.0.2.1 is not an address of this machine");
  });
});
