import { describe, expect, it } from "vitest";
import { Unavailable } from "@/server/kernel/errors";
import type { CallTools, RemoteCall, RemoteNews, RemoteRun } from "../remote";
import { RemoteRefused } from "../remote";
import { testTools } from "./testing-call";
import type { FakeServer } from "./testing-server";

/** The other side of a backend, as a fake of its vendor plays it. */
export interface Counterpart<I> {
  /** Null: there is nobody to call by HTTP. */
  server: FakeServer | null;
  /** The connection that `call` names. */
  connection: string | null;
  /** Texts that must appear in no message. */
  credentials: string[];
  /** What the backend may use, where that is more than the guarded client. */
  tools?: CallTools;
  call(over?: Partial<CallOf<I>>): CallOf<I>;
  /** How often the work was begun there. */
  effects(): number | Promise<number>;
  /** Takes the next call, and answers as if it had not. */
  loseAnswer?(lost: boolean): void;
  /** The credential is another from now on. */
  refuse?(call: CallOf<I>): CallOf<I>;
  /** Ends the work there. */
  finish?(externalId: string, as: "succeeded" | "failed" | "cancelled"): void | Promise<void>;
  wasStopped?(externalId: string): boolean | Promise<boolean>;
  close(): Promise<void>;
}

type CallOf<I> = Omit<RemoteCall, "invocation"> & { invocation: I };
type RunOf<I> = Omit<RemoteRun, "invocation"> & { invocation: I };

/** What the suite asks of a backend; those that work elsewhere have it by themselves. */
export interface Conforming<I> {
  kind: string;
  can: { poll: boolean; cancel: boolean; repeat: boolean };
  call(call: CallOf<I>, tools: CallTools): Promise<RemoteNews>;
  poll?(run: RunOf<I>, tools: CallTools): Promise<RemoteNews>;
  cancel?(run: RunOf<I>, tools: CallTools): Promise<void>;
}

/** Something that goes wrong with a counterpart that does not speak plain HTTP. */
export interface OwnFault<C> {
  name: string;
  arm(other: C): void;
  /** Makes it good again. */
  mend?(other: C): void;
  /** refused: for good; later: it may be called again, and has one effect then; done: it copes. */
  outcome: "refused" | "later" | "done";
  says?: RegExp;
}

/** What a backend has to do with. What it has not is skipped by name. */
export interface Conditions<C> {
  /** It calls an HTTP API, whose faults it meets. */
  http: boolean;
  /** It has a credential that the other side can refuse. */
  credential: boolean;
  faults?: OwnFault<C>[];
}

/**
 * What every backend must do, whatever it calls. What it says that it cannot do, or has nothing to do with, is skipped by name.
 */
export function conforms<I, C extends Counterpart<I> = Counterpart<I>>(
  backend: Conforming<I>,
  open: () => Promise<C>,
  { http, credential, faults = [] }: Conditions<C> = { http: true, credential: true },
  timeout = 20_000,
): void {
  const plain = testTools();
  const toolsOf = (other: C): CallTools => other.tools ?? plain;
  const with_ = async (work: (other: C) => Promise<void>) => {
    const other = await open();
    try {
      await work(other);
    } finally {
      await other.close();
    }
  };
  const runOf = (call: CallOf<I>, news: RemoteNews): RunOf<I> => ({
    ...call,
    externalId: news.externalId ?? null,
    calledAt: new Date(),
  });
  const calls = (other: C, call = other.call()) => backend.call(call, toolsOf(other));
  const again = (other: C) => other.call({ attempt: 2, firstAt: new Date() } as Partial<CallOf<I>>);
  /** What came of it, as text: a refusal's message, or what a run that failed would show. */
  const outcome = async (other: C, call = other.call()): Promise<{ error: unknown; text: string }> => {
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
  const expectNoCredential = (other: C, text: string) => {
    for (const secret of other.credentials) expect(text).not.toContain(secret);
  };
  const expectOneEffect = async (other: C, call?: CallOf<I>) => {
    expect(["waiting", "succeeded"]).toContain((await calls(other, call)).state);
    expect(await other.effects()).toBe(1);
  };

  describe(`the backend ${backend.kind}`, { timeout }, () => {
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
        await expectOneEffect(other, again(other));
      }),
    );

    it.skipIf(!credential)(
      "names the connection and what was answered when its credential is refused, never the credential",
      () =>
        with_(async (other) => {
          const call = other.refuse!(other.call());
          const { error, text } = await outcome(other, call);
          expect(error).toBeInstanceOf(RemoteRefused);
          if (other.connection !== null) expect(text).toContain(`"${other.connection}"`);
          expect(text).toMatch(/40[134]|[Aa]uthentication|denied/);
          expectNoCredential(other, text);
          for (const secret of Object.values(call.connection))
            if (secret.reveal().includes("CANARY")) expect(text).not.toContain(secret.reveal());
          expect(await other.effects()).toBe(0);
        }),
    );

    it.skipIf(!http).each([503, 504, 429])("may be called again after a %i", (status) =>
      with_(async (other) => {
        const server = other.server!;
        server.fault = { status, body: { message: `busy ${other.credentials[0] ?? ""}` } };
        const { error, text } = await outcome(other);
        expect(error).toBeInstanceOf(Unavailable);
        expectNoCredential(other, text);
        expect(await other.effects()).toBe(0);
      }),
    );

    it.skipIf(!http).each(["silence", "slow"] as const)("may be called again after %s", (fault) =>
      with_(async (other) => {
        other.server!.fault = fault;
        const { error, text } = await outcome(other);
        expect(error).toBeInstanceOf(Unavailable);
        expectNoCredential(other, text);
      }),
    );

    it.skipIf(!http)("reads no more of an answer than it has use for", () =>
      with_(async (other) => {
        other.server!.fault = "flood";
        const { error } = await outcome(other);
        expect(error instanceof RemoteRefused || error instanceof Unavailable).toBe(true);
      }),
    );

    it.skipIf(!http)("follows no redirect", () =>
      with_(async (other) => {
        const server = other.server!;
        server.fault = { status: 307, headers: { location: `${server.url}/elsewhere` } };
        const { error } = await outcome(other);
        expect(error).toBeInstanceOf(RemoteRefused);
        expect(server.seen.some((seen) => seen.url.startsWith("/elsewhere"))).toBe(false);
      }),
    );

    it.each(faults.map((fault) => [fault.name, fault] as const))(
      "meets another side that %s",
      (_name, fault) =>
        with_(async (other) => {
          fault.arm(other);
          const { error, text } = await outcome(other);
          expectNoCredential(other, text);
          if (fault.says) expect(text).toMatch(fault.says);
          if (fault.outcome === "done") expect([error, await other.effects()]).toEqual([null, 1]);
          else expect(error).toBeInstanceOf(fault.outcome === "later" ? Unavailable : RemoteRefused);
          if (fault.outcome === "refused") expect(await other.effects()).toBe(0);
          if (fault.outcome !== "later") return;
          fault.mend?.(other);
          await expectOneEffect(other, again(other));
        }),
    );

    it.skipIf(!backend.can.poll).each(["succeeded", "failed", "cancelled"] as const)(
      "tells when it is asked that the work has %s",
      (as) =>
        with_(async (other) => {
          const call = other.call();
          const run = runOf(call, await calls(other, call));
          expect((await backend.poll!(run, toolsOf(other))).state).toBe("waiting");
          await other.finish?.(run.externalId ?? "", as);
          const told = await backend.poll!(run, toolsOf(other));
          expect(told.state).toBe(as);
          if (as === "failed") expect(told.message).toBeTruthy();
          expectNoCredential(other, JSON.stringify(told));
        }),
    );

    it.skipIf(!backend.can.cancel)("stops the work when it is asked to", () =>
      with_(async (other) => {
        const call = other.call();
        const run = runOf(call, await calls(other, call));
        await backend.cancel!(run, toolsOf(other));
        if (other.wasStopped) expect(await other.wasStopped(run.externalId ?? "")).toBe(true);
      }),
    );
  });
}
