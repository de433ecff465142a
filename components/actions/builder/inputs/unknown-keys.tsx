import { CONSTRAINTS } from "@/server/properties/spec";
import { SCHEMA_KEYWORDS } from "@/server/properties/json-schema/keywords";
import type { PropertyDefinition } from "@/server/properties/schema";

const SHOWN = new Set<string>([
  ...CONSTRAINTS.filter((key) => key !== "spec" && key !== "specAuthentication"),
  ..."type title description icon format default blueprint visible disabled readOnly dependsOn dataset sort".split(
    " ",
  ),
  "encryption",
  "placeholder",
  "accept",
]);

/** Names what an input says and no control shows: it stays as it is. */
export function UnknownKeys({ input }: { input: PropertyDefinition }) {
  const keys = Object.entries(input)
    .filter(([, value]) => value !== null)
    .map(([key]) => key)
    .filter(
      (key) =>
        !SHOWN.has(key) && !(input.type === "object" && (SCHEMA_KEYWORDS as readonly string[]).includes(key)),
    );
  if (keys.length === 0) return null;
  return (
    <p className="bg-muted text-muted-foreground rounded-md px-3 py-2 text-xs">
      Has keys that only the code view shows:{" "}
      {keys.map((key, index) => (
        <span key={key}>
          {index > 0 && ", "}
          <code>{key}</code>
        </span>
      ))}
      . They stay as they are.
    </p>
  );
}
