import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { StageInput } from "../backend";
import { Secret } from "@/server/kernel/secrets";

/** For tests: the smallest server that keeps one Terraform state, with its lock, in memory. */
export interface StateServer {
  /** The state as Terraform sent it last; null while there is none. */
  current(): string | null;
  locked(): boolean;
  /** From now on every attempt to store the state fails. */
  refuse(): void;
  address: StageInput["state"];
  close(): Promise<void>;
}

export async function stateServer(): Promise<StateServer> {
  let state: string | null = null;
  let lock: string | null = null;
  let refusing = false;
  const password = "state-password-of-this-run";
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString();
      const answer = (status: number, text = "") => response.writeHead(status).end(text);
      if (request.headers.authorization !== `Basic ${Buffer.from(`run:${password}`).toString("base64")}`)
        return answer(401);
      if (request.url === "/state/lock" && request.method === "POST") {
        if (lock !== null) return answer(423, lock);
        lock = body;
        return answer(200);
      }
      if (request.url === "/state/unlock" && request.method === "POST") {
        lock = null;
        return answer(200);
      }
      if (request.method === "GET") return state === null ? answer(404) : answer(200, state);
      if (refusing) return answer(403);
      state = body;
      return answer(200);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    current: () => state,
    locked: () => lock !== null,
    refuse: () => (refusing = true),
    address: {
      address: `${base}/state`,
      lockAddress: `${base}/state/lock`,
      unlockAddress: `${base}/state/unlock`,
      username: "run",
      password: new Secret(password),
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
