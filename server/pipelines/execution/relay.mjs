/**
 * The one way out of a sandbox without a network: to the state of the run. Plain JavaScript, because it is started beside the
 * commands of a run, with nothing loaded.
 *
 *   relay.mjs serve <socket> <address>                 outside: takes requests at the socket and gives them on to paths below the
 *                                                      address, nowhere else; ends with whoever started it
 *   relay.mjs within <socket> <port> <command…>        inside: listens on 127.0.0.1 of the sandbox, gives on to the socket, runs the
 *                                                      command, and ends as it ends
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import os from "node:os";
import { setTimeout as pause } from "node:timers/promises";

const [mode, socket = "", target = "", ...command] = process.argv.slice(2);
// The signals that stop a run are for its commands: state is stored after them.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

if (mode === "serve") serve();
else if (mode === "within") within();
else throw new Error("relay.mjs: say serve or within.");

function serve() {
  const base = new URL(target);
  const { request } = base.protocol === "https:" ? https : http;
  fs.rmSync(socket, { force: true });
  const server = http.createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", base);
    const below =
      url.origin === base.origin && `${url.pathname}/`.startsWith(`${base.pathname.replace(/\/$/, "")}/`);
    if (!below) return void outgoing.writeHead(403).end("Only the state of the run can be reached.");
    const { host: _host, connection: _connection, ...headers } = incoming.headers;
    const onward = request(url, { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    incoming.pipe(onward);
  });
  server.listen(socket, () => fs.chmodSync(socket, 0o666));
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(0), 500);
}

function within() {
  const server = net.createServer((local) => {
    const outer = net.connect(socket);
    local.pipe(outer).pipe(local);
    local.on("error", () => outer.destroy());
    outer.on("error", () => local.destroy());
  });
  server.listen(Number(target), "127.0.0.1", async () => {
    // The one outside starts at the same time.
    for (let i = 0; i < 100 && !fs.existsSync(socket); i += 1) await pause(50);
    const [program = "", ...args] = command;
    const child = spawn(program, args, { stdio: "inherit" });
    child.on("error", (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(127);
    });
    child.on("exit", (code, signal) =>
      process.exit(code ?? 128 + (os.constants.signals[signal ?? "SIGKILL"] ?? 9)),
    );
  });
}
