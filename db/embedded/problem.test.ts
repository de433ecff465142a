import { describe, expect, it } from "vitest";
import { explainFailure, retryReason } from "@/db/embedded/problem";

describe("why the embedded server did not start", () => {
  it("names a full disk and a folder that is not ours", () => {
    expect(explainFailure("could not write to file: No space left on device", "/data").message).toBe(
      "The disk that holds /data is full: free some space and start again.",
    );
    expect(
      explainFailure('could not create directory "/data": Permission denied', "/data").message,
    ).toContain("may not write to /data");
  });

  it("gives the server's own reason otherwise, without its time stamp", () => {
    const log =
      "2026-01-01 10:00:00.000 UTC [12] LOG:  starting\n2026-01-01 10:00:00.001 UTC [12] FATAL:  database files are incompatible with server\n";
    expect(explainFailure(log, "/data").message).toContain("(database files are incompatible with server)");
  });

  it("tells what another attempt can mend", () => {
    expect(retryReason('FATAL:  lock file "postmaster.pid" already exists')).toBe("lock");
    expect(retryReason("FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use")).toBe(
      "lock",
    );
    expect(retryReason('LOG:  could not bind IPv4 address "127.0.0.1": Address already in use')).toBe("port");
    expect(retryReason("FATAL:  out of memory")).toBeUndefined();
  });
});
