import { describe, expect, it } from "vitest";
import { Unavailable } from "@/server/kernel/errors";
import type { RemoteBackend, RemoteCall, RemoteNews, RemoteRun, RemoteTools } from "../remote";
import { RemoteRefused } from "../remote";
import type { RemoteInvocation } from "../schema";
import { testTools } from "./testing-call";
import type { FakeServer } from "./testing-server";

/** The other side of a backend, as a fake of its vendor plays it. */
export interface Counterpart<I extends RemoteInvocation> {
  /** Null: there is nobody to call. */
  server: FakeServer | null;
  /** The connection that `call` names. */
  connection: string | null;
  /** Texts that must appear in no message. */
  credentials: string[];
  call(over?: Partial<RemoteCall<I>>): RemoteCall<I>;
  /** How often the work was begun there. */
  effects(): number | Promise<number>;
  /** Takes the next call, and answers as if it had not. */
  loseAnswer?(lost: boolean): void;
  /** The credential is another from now on. */
  refuse?(call: RemoteCall<I>): RemoteCall<I>;
  /** Ends the work there. */
  finish?(externalId: string, as: "succeeded" | "failed" | "cancelled"): void;
  wasStopped?(externalId: string): boolean;
  close(): Promise<void>;
}

/**
 * What every backend that works elsewhere must do, whatever it calls. What it says that it cannot do is skipped by name.
 */
export function conforms<I extends RemoteInvocation>(
  backend: RemoteBackend<I>,
  open: () => Promise<Counterpart<I>>,
): void {
  const tools = testTools();
  const with_ = async (work: (other: Counterpart<I>) => Promise<void>) => {
    const other = await open();
    try {
      await work(other);
    } finally {
      await other.close();
    }
  };
  const runOf = (call: RemoteCall<I>, news: RemoteNews): RemoteRun<I> => ({
    ...call,
    externalId: news.externalId ?? null,
    calledAt: new Date(),
  });
  const calls = (other: Counterpart<I>, call = other.call(), by: RemoteTools = tools) =>
    backend.call(call, by);
  /** What came of it, as text: a refusal's message, or what a run that failed would show. */
  const outcome = async (
    other: Counterpart<I>,
    call = other.call(),
  ): Promise<{ error: unknown; text: string }> => {
    try {
      const news = await calls(other, call);
      return {
        error: news.state === "failed" ? new RemoteRefused(news.message) : null,
        text: JSON.stringify(news),
      };
    } catch (error) {
      return { error, text: String(error) };
    }
  };
  const expectNoCredential = (other: Counterpart<I>, text: string) => {
    for (const credential of other.credentials) expect(text).not.toContain(credential);
  };

  describe(`the backend ${backend.kind}`, () => {
    it("makes its call once, and says how the run goes on", () =>
      with_(async (other) => {
        const news = await calls(other);
        expect(["waiting", "succeeded"]).toContain(news.state);
        expect(await other.effects()).toBe(1);
        expectNoCredential(other, JSON.stringify(news));
      }));

    it.skipIf(!backend.can.repeat)("has one effect however often the same call is made", () =>
      with_(async (other) => {
        other.loseAnswer?.(true);
        const first = await outcome(other);
        if (other.loseAnswer) expect(first.error).toBeInstanceOf(Unavailable);
        other.loseAnswer?.(false);
        const again = await calls(
          other,
          other.call({ attempt: 2, firstAt: new Date() } as Partial<RemoteCall<I>>),
        );
        expect(["waiting", "succeeded"]).toContain(again.state);
        expect(await other.effects()).toBe(1);
      }),
    );

    it("names the connection and what was answered when its credential is refused, never the credential", () =>
      with_(async (other) => {
        if (!other.refuse) return;
        const call = other.refuse(other.call());
        const { error, text } = await outcome(other, call);
        expect(error).toBeInstanceOf(RemoteRefused);
        if (other.connection !== null) expect(text).toContain(`"${other.connection}"`);
        expect(text).toMatch(/40[134]|[Aa]uthentication|denied/);
        expectNoCredential(other, text);
        for (const secret of Object.values(call.connection))
          if (secret.reveal().includes("CANARY")) expect(text).not.toContain(secret.reveal());
        expect(await other.effects()).toBe(0);
      }));

    it.each([503, 504, 429])("may be called again after a %i", (status) =>
      with_(async (other) => {
        if (!other.server) return;
        other.server.fault = { status, body: { message: `busy ${other.credentials[0] ?? ""}` } };
        const { error, text } = await outcome(other);
        expect(error).toBeInstanceOf(Unavailable);
        expectNoCredential(other, text);
        expect(await other.effects()).toBe(0);
      }),
    );

    it.each(["silence", "slow"] as const)("may be called again after %s", (fault) =>
      with_(async (other) => {
        if (!other.server) return;
        other.server.fault = fault;
        const { error, text } = await outcome(other);
        expect(error).toBeInstanceOf(Unavailable);
        expectNoCredential(other, text);
      }),
    );

    it("reads no more of an answer than it has use for", () =>
      with_(async (other) => {
        if (!other.server) return;
        other.server.fault = "flood";
        const { error } = await outcome(other);
        expect(error instanceof RemoteRefused || error instanceof Unavailable).toBe(true);
      }));

    it("follows no redirect", () =>
      with_(async (other) => {
        if (!other.server) return;
        other.server.fault = { status: 307, headers: { location: `${other.server.url}/elsewhere` } };
        const { error } = await outcome(other);
        expect(error).toBeInstanceOf(RemoteRefused);
        expect(other.server.seen.some((seen) => seen.url.startsWith("/elsewhere"))).toBe(false);
      }));

    it.skipIf(!backend.can.poll).each(["succeeded", "failed", "cancelled"] as const)(
      "tells when it is asked that the work has %s",
      (as) =>
        with_(async (other) => {
          const call = other.call();
          const news = await calls(other, call);
          const run = runOf(call, news);
          expect((await backend.poll!(run, tools)).state).toBe("waiting");
          other.finish?.(run.externalId ?? "", as);
          const told = await backend.poll!(run, tools);
          expect(told.state).toBe(as);
          if (as === "failed") expect(told.message).toBeTruthy();
        }),
    );

    it.skipIf(!backend.can.cancel)("stops the work when it is asked to", () =>
      with_(async (other) => {
        const call = other.call();
        const run = runOf(call, await calls(other, call));
        await backend.cancel!(run, tools);
        if (other.wasStopped) expect(other.wasStopped(run.externalId ?? "")).toBe(true);
      }),
    );
  });
}
