import { SectionCard } from "@/components/ui/card";
import { FUNCTIONS, TYPES, VARIABLES } from "@/server/policy/core/reference";

/** Everything that an expression knows, to look up beside the editor. */
export function PolicyReference() {
  return (
    <SectionCard title="What expressions know" padded={false}>
      <div className="max-h-[60dvh] overflow-y-auto" tabIndex={0} role="group" aria-label="Reference">
        <ul className="divide-y">
          {VARIABLES.map(({ name, type, description }) => (
            <li key={name} className="px-4 py-2">
              <Entry name={name} type={type} description={description} />
              <Fields type={/^list<(.+)>$/.exec(type)?.[1] ?? type} />
            </li>
          ))}
          <li className="px-4 py-2">
            <h3 className="text-xs font-semibold">Functions</h3>
            <ul className="mt-1 grid gap-2">
              {FUNCTIONS.map(({ signature, description, example }) => (
                <li key={signature} className="min-w-0">
                  <p className="font-mono text-xs break-words">{signature}</p>
                  <p className="text-muted-foreground text-xs">{description}</p>
                  <p className="text-muted-foreground font-mono text-xs break-words">{example}</p>
                </li>
              ))}
            </ul>
          </li>
          <li className="text-muted-foreground px-4 py-2 text-xs">
            A value that is not there makes an expression fail, and a policy that fails denies: ask for it
            with has(inputs.size), or take at(inputs, &quot;size&quot;), which gives null.
          </li>
        </ul>
      </div>
    </SectionCard>
  );
}

function Fields({ type }: { type: string }) {
  const fields = TYPES[type];
  if (!fields) return null;
  return (
    <ul className="mt-1 grid gap-0.5 border-l pl-3">
      {fields.map((field) => (
        <li key={field.name}>
          <Entry name={`.${field.name}`} type={field.type} description={field.description} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ name, type, description }: { name: string; type: string; description: string }) {
  return (
    <p className="min-w-0 text-xs break-words">
      <span className="font-mono font-medium">{name}</span>{" "}
      <span className="text-muted-foreground font-mono">{type.replace("google.protobuf.", "")}</span>{" "}
      <span className="text-muted-foreground">{description}</span>
    </p>
  );
}
