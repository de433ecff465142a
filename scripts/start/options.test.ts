import path from "node:path";
import { describe, expect, it } from "vitest";
import { isLoopback, parseOptions } from "@/scripts/start/options";

describe("the options of npm run up", () => {
  it("have defaults for a demo on this machine", () => {
    expect(parseOptions([], {})).toEqual({
      dev: false,
      host: "127.0.0.1",
      port: 3000,
      dataDir: path.resolve(".data"),
      installOpentofu: false,
      webs: 1,
      workers: 1,
      help: false,
    });
  });

  it("come from the command line before the environment", () => {
    const environment = { PORT: "4000", WAYMARK_DATA_DIR: "/data", WAYMARK_HOST: "0.0.0.0" };
    expect(parseOptions([], environment)).toMatchObject({ port: 4000, dataDir: "/data", host: "0.0.0.0" });
    const args = ["--port", "5000", "--data-dir=/other", "--host", "::1", "--dev", "--install-opentofu"];
    expect(parseOptions(args, environment)).toMatchObject({
      ...{ port: 5000, dataDir: "/other", host: "::1", dev: true, installOpentofu: true },
    });
  });

  it.each(["0", "65536", "80a", "-1", "3e3", ""])("refuse %j as a port", (port) => {
    expect(() => parseOptions([], { PORT: port })).toThrow(/is not a port: choose a number/);
  });

  it.each(["0", "33", "two", "1.5"])("refuse %j as a number of processes", (count) => {
    expect(() => parseOptions(["--webs", count], {})).toThrow(/no number of processes/);
    expect(() => parseOptions(["--workers", count], {})).toThrow(/with --workers/);
  });

  it("refuse what they do not know, in one sentence", () => {
    expect(() => parseOptions(["--prot", "1"], {})).toThrow(
      /^Unknown option '--prot'[^.]*: see npm run up -- --help\.$/,
    );
    expect(() => parseOptions(["start"], {})).toThrow(/Unexpected argument 'start'/);
  });

  it("know which addresses only this machine reaches", () => {
    expect(["127.0.0.1", "127.1.2.3", "localhost", "::1"].every(isLoopback)).toBe(true);
    expect(["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.org"].some(isLoopback)).toBe(false);
  });
});
