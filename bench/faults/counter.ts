import fs from "node:fs";
import net, { type AddressInfo } from "node:net";

export interface Counter {
  /** Where effects report, on this machine. */
  port: number;
  close(): Promise<void>;
}

/**
 * Writes each line that arrives to a file that the portal knows nothing of. By the network, because what a sandboxed command
 * writes to the disk is nowhere outside; and a line that was sent arrives although its sender is killed.
 */
export async function startCounter(file: string): Promise<Counter> {
  const server = net.createServer((socket) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => (text += chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (text.endsWith("\n")) fs.appendFileSync(file, text);
    });
    socket.on("end", () => socket.end());
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
