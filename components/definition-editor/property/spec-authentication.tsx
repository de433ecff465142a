"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { TextAt, useBound } from "../bound-fields";
import type { DefinitionPath } from "../path";

/** Signing in to a page that is shown inside of the portal, by OAuth with PKCE. */
export function SpecAuthentication({ path }: { path: DefinitionPath }) {
  const own = [...path, "specAuthentication"];
  const { id, value, set, error } = useBound(own);
  const scope = useBound([...own, "authorizationScope"]);
  const scopes = Array.isArray(scope.value) ? (scope.value as string[]) : [];
  return (
    <div className="grid gap-4 sm:col-span-2">
      <Field
        id={id}
        label="The page asks for a sign-in"
        orientation="inline"
        error={error}
        description="Readers are sent to it by OAuth with PKCE."
      >
        <Checkbox
          checked={value !== undefined}
          onCheckedChange={(on) => set(on ? { clientId: "", authorizationUrl: "", tokenUrl: "" } : undefined)}
        />
      </Field>
      {value !== undefined && (
        <Fieldset legend="Sign-in of the page" className="grid gap-4 sm:grid-cols-2">
          <TextAt path={[...own, "clientId"]} label="Client ID" required />
          <Field id={scope.id} label="Scopes" description="With spaces between." error={scope.error}>
            <Input
              defaultValue={scopes.join(" ")}
              onChange={(event) => {
                const given = event.target.value.split(/\s+/).filter(Boolean);
                scope.set(given.length ? given : undefined);
              }}
            />
          </Field>
          <TextAt path={[...own, "authorizationUrl"]} label="Authorization address" required />
          <TextAt path={[...own, "tokenUrl"]} label="Token address" required />
        </Fieldset>
      )}
    </div>
  );
}
