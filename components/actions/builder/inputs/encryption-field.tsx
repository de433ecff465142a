"use client";

import { SelectAt, TextAt, useBound } from "@/components/definition-editor/bound-fields";
import type { DefinitionPath } from "@/components/definition-editor/path";
import type { PropertyDefinition } from "@/server/properties/schema";

/** How a secret leaves the form. Only text and objects can be secret. */
export function EncryptionField({ path }: { path: DefinitionPath }) {
  const own = [...path, "encryption"];
  const { value, set } = useBound(own);
  const input = useBound(path).value as PropertyDefinition;
  const bare = input.format === undefined && input.enum === undefined;
  const fits =
    (input.type === "string" && (bare || input.format === "multi-line")) || (input.type === "object" && bare);
  if (!fits && value === undefined) return null;
  const inBrowser = typeof value === "object" && value !== null;
  const current = value === undefined ? undefined : inBrowser ? "client-side" : "aes256-gcm";
  return (
    <div className="grid gap-4">
      <SelectAt
        path={own}
        label="Secret"
        none="No: it is stored and shown like any other value"
        options={[
          { value: "aes256-gcm", label: "Encrypted by the portal" },
          { value: "client-side", label: "Encrypted in the browser, with your public key" },
        ]}
        value={current}
        onValue={(next) => set(next === "client-side" ? { algorithm: "client-side", key: "" } : next)}
        description={
          current === "client-side"
            ? "The portal never sees it: only who holds the private key can read it."
            : "A secret is in no log, no draft and no history."
        }
      />
      {inBrowser && (
        <TextAt
          path={[...own, "key"]}
          label="Public key, PEM"
          required
          mono
          rows={5}
          placeholder={"-----BEGIN PUBLIC KEY-----\n…"}
          onText={(text) => set({ ...(value as object), key: text })}
        />
      )}
    </div>
  );
}
