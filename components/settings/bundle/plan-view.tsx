import { Badge } from "@/components/ui/badge";
import { SectionCard } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import type { Tone } from "@/components/ui/status";
import type { BundleChange, BundlePlan, BundleStep, StepKind } from "@/server/bundle/schema";
import { stepGroups } from "./plan-steps";

const WORDS: Record<StepKind, { sign: string; will: string; did: string; tone: Tone }> = {
  delete: { sign: "−", will: "to delete", did: "deleted", tone: "danger" },
  change: { sign: "~", will: "to change", did: "changed", tone: "warning" },
  create: { sign: "+", will: "to create", did: "created", tone: "success" },
  same: { sign: "=", will: "as they are", did: "as they were", tone: "neutral" },
};
const TYPES: Record<BundleStep["type"], string> = {
  blueprint: "Blueprint",
  permissions: "Permissions of",
  action: "Action",
  policy: "Policy",
  variable_set: "Variable set",
  page: "Page",
  survey: "Survey",
  entity: "Entity",
};

/** Steps of a kind that are listed; more are counted. */
const SHOWN = 300;

/** What a bundle does, or did: counts first, then each thing with its values before and after. */
export function PlanView({ plan, done }: { plan: BundlePlan; done: boolean }) {
  const groups = stepGroups(plan);
  const wordOf = (kind: StepKind) => WORDS[kind][done ? "did" : "will"];
  return (
    <>
      <p role="status" className="flex flex-wrap items-center gap-2 text-sm">
        {groups.length === 0 && "The bundle is empty."}
        {groups.map(({ kind, count }) => (
          <Badge key={kind} tone={WORDS[kind].tone}>
            <span aria-hidden>{WORDS[kind].sign}</span> {formatCount(count)} {wordOf(kind)}
          </Badge>
        ))}
      </p>
      {groups
        .filter(({ kind, steps }) => kind !== "same" && steps.length > 0)
        .map(({ kind, steps, count }) => (
          <SectionCard key={kind} title={`${formatCount(count)} ${wordOf(kind)}`} padded={false}>
            <ul className="divide-y">
              {steps.slice(0, SHOWN).map((step) => (
                <li key={`${step.type} ${step.identifier}`} className="px-4 py-1.5">
                  <Step step={step} />
                </li>
              ))}
            </ul>
            {steps.length > SHOWN && (
              <p className="text-muted-foreground border-t px-4 py-2 text-xs">
                The first {SHOWN} of {formatCount(steps.length)}.
              </p>
            )}
          </SectionCard>
        ))}
    </>
  );
}

function Step({ step }: { step: BundleStep }) {
  const { sign, tone } = WORDS[step.kind];
  const name = (
    <>
      <span
        aria-hidden
        className={tone === "danger" ? "text-danger" : tone === "success" ? "text-success" : "text-warning"}
      >
        {sign}
      </span>{" "}
      <span className="text-muted-foreground">{TYPES[step.type]}</span>{" "}
      <span className="font-mono text-xs [overflow-wrap:anywhere]">{step.identifier}</span>
    </>
  );
  if (step.changes.length === 0) return <p className="text-sm">{name}</p>;
  return (
    <details>
      <summary className="cursor-pointer text-sm">
        {name}{" "}
        <span className="text-muted-foreground text-xs">
          {step.changes.length === 1 ? "one value" : `${step.changes.length} values`}
        </span>
      </summary>
      <dl className="mt-1 grid gap-1 pb-1 pl-4 text-xs">
        {step.changes.map((change, index) => (
          <Change key={index} change={change} />
        ))}
      </dl>
    </details>
  );
}

const shown = (value: unknown): string => {
  if (value === undefined) return "nothing";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};

function Change({ change: { path, before, after } }: { change: BundleChange }) {
  return (
    <div className="flex flex-wrap gap-x-3">
      <dt className="font-mono font-medium [overflow-wrap:anywhere]">{path.join(".") || "all"}</dt>
      <dd className="min-w-0 font-mono [overflow-wrap:anywhere]">
        <del className="text-danger">{shown(before)}</del> <span aria-hidden>→</span>
        <span className="sr-only">becomes</span>{" "}
        <ins className="text-success no-underline">{shown(after)}</ins>
      </dd>
    </div>
  );
}
