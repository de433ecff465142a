import type { Executor } from "@/db/client";
import { MASKED } from "@/server/actions/core/payload/named";
import type { Entity } from "@/server/catalog/schema";
import type { Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import { Precondition } from "@/server/kernel/errors";
import { canonicalJson, fingerprint, sha256 } from "@/server/kernel/secrets";
import type { RemoteInvocation } from "@/server/pipelines/schema";
import { resolveSecrets } from "@/server/pipelines/secrets";
import { settleInvocation } from "@/server/pipelines/settle-invocation";
import { render, TemplateError } from "@/server/pipelines/template";
import { cutSecrets, fillMarks, fitInvocation, templateOf } from "@/server/runs/core/remote-payload";
import { referenceTo, type SecretReference } from "@/server/runs/core/secret-variables";
import { templateContext } from "@/server/runs/core/template-context";
import type { RunRow } from "@/server/runs/store/runs";
import { factsOf } from "./facts";
import { clearInputs, keep, kept, PAYLOAD, renderSecret } from "./run-secrets";

/** A payload as it is kept: with marks in the place of its secrets, which are kept beside it. */
interface KeptPayload {
  form: Record<string, unknown>;
  /** By mark. */
  references: Record<string, SecretReference>;
}

export interface RenderedPayload {
  /** For people: secrets masked. */
  masked: Record<string, unknown>;
  /** Of the payload with its secrets by reference. */
  sha256: string;
  /** All the secrets that it takes; null when it takes none. */
  reference: SecretReference | null;
  /** What is sent, with its secrets in clear. Throws Precondition when it does not fit the backend with their values. */
  reveal(): RemoteInvocation;
  /** Writes what the call needs, sealed; in the transaction that stores the rest. */
  keep(db: Executor): Promise<void>;
}

const hashOf = ({ form, references }: KeptPayload): string => sha256(canonicalJson({ form, references }));

const maskedOf = ({ form, references }: KeptPayload): Record<string, unknown> =>
  fillMarks(form, new Map(Object.keys(references).map((mark) => [mark, MASKED]))) as Record<string, unknown>;

/**
 * Renders what the backend of a run is sent. Texts that name secrets are rendered apart, and only ever stored sealed.
 * Throws TemplateError, and Precondition when a secret that the action names is no longer there.
 */
export async function renderRunPayload(
  ctx: Context,
  run: RunRow,
  invocation: RemoteInvocation,
  inputs: Record<string, unknown>,
  entity: Entity | null,
): Promise<RenderedPayload> {
  // Known to nobody but the portal, and the same whenever the run is rendered.
  const nonce = fingerprint("payload-mark", run.id);
  const { template, cut, keys } = cutSecrets(templateOf(invocation), run.action.userInputs, nonce);
  if (keys[0] !== undefined)
    throw new TemplateError([keys[0]], "A key cannot hold a secret. Put it into a value.", null);
  const context = templateContext({ ...factsOf(run), inputs }, entity);
  const rendered = (await render(template, context)) as Record<string, unknown>;
  const fit = fitInvocation(rendered);
  if (!fit.ok) throw new TemplateError(fit.path, fit.reason, null);
  const form = { ...rendered, ...(await settleInvocation(ctx, fit.invocation)) };

  const resolved = await resolveSecrets(ctx, [...new Set(cut.flatMap(({ sources }) => sources.secrets))]);
  const versions = Object.fromEntries(Object.entries(resolved).map(([name, { version }]) => [name, version]));
  const own = cut.length ? await kept(ctx.db, run.id) : new Map<string, string>();
  const values: Record<string, string> = Object.fromEntries(
    Object.entries(resolved).map(([name, { value }]) => [`secrets.${name}`, JSON.stringify(value.reveal())]),
  );
  const references: KeptPayload["references"] = {};
  for (const { mark, path, template: text, sources } of cut) {
    const secrets = Object.fromEntries(sources.secrets.map((name) => [name, resolved[name]?.value.reveal()]));
    const value = await renderSecret(path.join("."), text, {
      ...context,
      inputs: { ...inputs, ...clearInputs(own, sources.inputs) },
      secrets,
    });
    values[mark] = JSON.stringify(value ?? null);
    references[mark] = referenceTo(sources, versions);
  }
  const payload = { form, references };
  return {
    masked: maskedOf(payload),
    sha256: hashOf(payload),
    reference: cut.length
      ? referenceTo(
          {
            secrets: [...new Set(cut.flatMap(({ sources }) => sources.secrets))].sort(),
            inputs: [...new Set(cut.flatMap(({ sources }) => sources.inputs))].sort(),
          },
          versions,
        )
      : null,
    reveal: () => revealed(payload, new Map(Object.entries(values))),
    keep: (db) => keep(db, run.id, { ...values, [PAYLOAD]: JSON.stringify(payload) }),
  };
}

/**
 * The payload of a run as it was rendered, secrets in clear. Null when it is gone, was altered, or is not the one that
 * the record shows.
 */
export async function payloadOf(
  ctx: Pick<Context | TransactionContext, "db">,
  run: RunRow,
): Promise<{ invocation: RemoteInvocation; sha256: string } | null> {
  const values = await keptOrNull(ctx.db, run.id);
  const text = values?.get(PAYLOAD);
  if (!values || text === undefined) return null;
  const payload = JSON.parse(text) as KeptPayload;
  const digest = hashOf(payload);
  if (digest !== run.payloadSha256 || canonicalJson(maskedOf(payload)) !== canonicalJson(run.payload))
    return null;
  return { invocation: revealed(payload, values), sha256: digest };
}

/** The payload with the values of its secrets in the place of their marks. */
function revealed(payload: KeptPayload, values: ReadonlyMap<string, string>): RemoteInvocation {
  const marks = Object.keys(payload.references).map((mark): [string, unknown] => {
    const value = values.get(mark);
    if (value === undefined)
      throw new Precondition("The secrets of this run are no longer kept. Run the action again.");
    return [mark, JSON.parse(value)];
  });
  const fit = fitInvocation(fillMarks(payload.form, new Map(marks)) as Record<string, unknown>);
  if (!fit.ok)
    throw new Precondition(
      `With the values of its secrets the payload does not fit the backend: ${fit.path.join(".")} is wrong. Mend the secret or the action.`,
    );
  return fit.invocation;
}

/** Authenticated encryption refuses what was altered, or sealed for another run: that is the answer. */
async function keptOrNull(db: Executor, runId: string): Promise<Map<string, string> | null> {
  try {
    return await kept(db, runId);
  } catch {
    return null;
  }
}
