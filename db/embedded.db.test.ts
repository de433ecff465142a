import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeEmbedded, startEmbedded } from "@/db/embedded";

let dataDir: string;
beforeEach(() => {
  // A space in the path, since people keep projects in such folders.
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "waymark embedded "));
});
afterEach(() => removeEmbedded(dataDir));

async function query<T extends object>(url: string, text: string): Promise<T[]> {
  const sql = postgres(url, { max: 1, onnotice() {} });
  try {
    return (await sql.unsafe(text)) as unknown as T[];
  } finally {
    await sql.end({ timeout: 5 });
  }
}

describe("the embedded PostgreSQL", () => {
  it("is a Unicode server with checksums that listens on loopback only", async () => {
    const { adminUrl } = await startEmbedded({ dataDir });
    const [row] = await query(
      Object.assign(new URL(adminUrl), { pathname: "/waymark" }).href,
      `select current_setting('listen_addresses') listen, current_setting('unix_socket_directories') sockets,
              current_setting('data_checksums') checksums, current_setting('max_connections') connections,
              datlocprovider provider, datlocale locale, lower('ÉTÉ') lowered, unaccent('été') plain,
              similarity('alpha', 'alpah') > 0 as similar
         from pg_database where datname = current_database()`,
    );
    expect(row).toEqual({
      ...{ listen: "127.0.0.1", sockets: "", checksums: "on", connections: "400" },
      ...{ provider: "b", locale: "C.UTF-8", lowered: "été", plain: "ete", similar: true },
    });
  });

  it("keeps secrets and cluster private", async () => {
    await startEmbedded({ dataDir });
    expect(fs.statSync(path.join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.join(dataDir, "postgres")).mode & 0o777).toBe(0o700);
  });

  it("gives the portal a role that cannot reach the operating system or other roles", async () => {
    const { appUrl } = await startEmbedded({ dataDir });
    await expect(query(appUrl, "copy (select 1) to program 'id'")).rejects.toThrow(/permission denied/);
    await expect(query(appUrl, "create table t (line text); copy t from program 'id'")).rejects.toThrow(
      /permission denied/,
    );
    await expect(query(appUrl, "select pg_read_file('/etc/passwd')")).rejects.toThrow(/permission denied/);
    await expect(query(appUrl, "create role intruder superuser")).rejects.toThrow(/permission denied/);
    await expect(query(appUrl, "create database other")).rejects.toThrow(/permission denied/);
  });

  it("lets the provisioner make databases with owners of their own, and not open the portal's", async () => {
    const { provisionerUrl } = await startEmbedded({ dataDir });
    await query(provisionerUrl, "create role shop login password 'shop-password-of-the-test'");
    await query(provisionerUrl, "create database shop owner shop");
    const shop = new URL(provisionerUrl);
    Object.assign(shop, { username: "shop", password: "shop-password-of-the-test", pathname: "/shop" });
    expect(await query(shop.href, "select current_user as name")).toEqual([{ name: "shop" }]);
    for (const address of [provisionerUrl, shop.href]) {
      const portal = Object.assign(new URL(address), { pathname: "/waymark" });
      await expect(query(portal.href, "select 1")).rejects.toThrow(/permission denied for database/);
    }
    await query(provisionerUrl, "drop database shop");
    await query(provisionerUrl, "drop role shop");
  });

  it("asks for a password", async () => {
    const { adminUrl } = await startEmbedded({ dataDir });
    const guess = Object.assign(new URL(adminUrl), { password: "postgres" });
    await expect(query(guess.href, "select 1")).rejects.toThrow(/password authentication failed/);
  });

  it("survives the death of its starter and is taken over by the next start", async () => {
    const script = `import { startEmbedded } from "@/db/embedded";
      const server = await startEmbedded({ dataDir: process.env.FOLDER });
      process.send(server.pid); setInterval(() => {}, 1000);`;
    const file = path.join(import.meta.dirname, `.starter-${process.pid}.ts`);
    fs.writeFileSync(file, script);
    try {
      const starter = spawn(process.execPath, ["--import", "tsx", file], {
        stdio: ["ignore", "ignore", "inherit", "ipc"],
        env: { ...process.env, FOLDER: dataDir },
      });
      const [pid] = (await once(starter, "message")) as [number];
      starter.kill("SIGKILL");
      await once(starter, "exit");
      const next = await startEmbedded({ dataDir });
      expect(next).toMatchObject({ reused: true, pid });
      await next.stop();
      await next.gone;
    } finally {
      fs.rmSync(file);
    }
  });

  it("comes back on the same port with what was committed after kill -9", async () => {
    const first = await startEmbedded({ dataDir });
    await query(first.appUrl, "create table kept as select 42 as answer");
    process.kill(first.pid, "SIGKILL");
    const second = await startEmbedded({ dataDir });
    expect(second).toMatchObject({ reused: false, port: first.port });
    expect(await query(second.appUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
  });

  it("moves to another port when its own was taken meanwhile, and refuses one that was asked for", async () => {
    const first = await startEmbedded({ dataDir });
    await first.stop();
    const squatter = net.createServer().listen(first.port, "127.0.0.1");
    await once(squatter, "listening");
    try {
      await expect(startEmbedded({ dataDir, port: first.port })).rejects.toThrow(/Port \d+ is in use/);
      const second = await startEmbedded({ dataDir });
      expect(second.port).not.toBe(first.port);
    } finally {
      squatter.close();
    }
  });

  it("is not fooled by a lock file whose process number now belongs to another program", async () => {
    const first = await startEmbedded({ dataDir });
    await first.stop();
    const lines = [process.pid, "elsewhere", 0, first.port, "", "127.0.0.1", "", "ready", ""];
    fs.writeFileSync(path.join(dataDir, "postgres", "cluster", "postmaster.pid"), lines.join("\n"));
    expect(await startEmbedded({ dataDir })).toMatchObject({ reused: false });
  });

  it("refuses a cluster whose passwords are lost, rather than making a new one over it", async () => {
    const first = await startEmbedded({ dataDir });
    await first.stop();
    const secrets = fs.readFileSync(path.join(dataDir, "secrets.json"));
    fs.rmSync(path.join(dataDir, "secrets.json"));
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/secrets.json is missing: restore that file/);
    fs.writeFileSync(path.join(dataDir, "secrets.json"), secrets);
  });
});
