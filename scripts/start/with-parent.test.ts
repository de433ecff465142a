import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, it } from "vitest";

const child = path.join(import.meta.dirname, "testing-echo.mjs");
const start = () =>
  fork(child, { execArgv: ["--import", path.join(import.meta.dirname, "with-parent.mjs")], stdio: "pipe" });

it("keeps a process that only waits for a message, as the development server does", async () => {
  const process_ = start();
  const answer = once(process_, "message").then(([text]: unknown[]) => text);
  const end = once(process_, "exit").then(() => "it ended");
  process_.send("are you there?");
  expect(await Promise.race([answer, end])).toBe("are you there?");
  process_.kill("SIGKILL");
});

it("ends the process when its parent lets go", async () => {
  const process_ = start();
  process_.send("are you there?");
  await once(process_, "message");
  process_.disconnect();
  const [, signal] = (await once(process_, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGTERM");
});
