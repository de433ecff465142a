"use client";

import { CheckAt, SelectAt, TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";

const REQUIRED = ["requiredApproval"] as const;
const NOTIFY = ["approvalNotification"] as const;
type Needed = "none" | "any" | "all";

const neededBy = (value: unknown): Needed =>
  value === undefined || value === false
    ? "none"
    : typeof value === "object" && value !== null && "type" in value && value.type === "ALL"
      ? "all"
      : "any";

/** Whether somebody has to approve, and how they hear of it. Part of the definition. */
export function ApprovalCard() {
  const required = useBound(REQUIRED);
  const notification = useBound(NOTIFY);
  const needed = neededBy(required.value);
  const kind =
    typeof notification.value === "object" && notification.value !== null
      ? (notification.value as { type?: string }).type
      : undefined;
  return (
    <SectionCard
      title="Approval"
      description="Part of the definition: it is saved and published with the rest of it."
    >
      <div className="grid gap-5">
        <Field id={required.id} label="Before it runs" required error={required.error}>
          <RadioGroup<Needed>
            value={needed}
            onValueChange={(next) =>
              required.set(next === "none" ? undefined : next === "any" ? true : { type: "ALL" })
            }
            options={[
              {
                value: "none",
                label: "Nobody approves",
                description: "It is applied as soon as it is planned.",
              },
              { value: "any", label: "One approves", description: "The first decision counts." },
              {
                value: "all",
                label: "All approve",
                description: "Each approver decides; one refusal ends it.",
              },
            ]}
          />
        </Field>
        {needed !== "none" && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              id={notification.id}
              label="Tell approvers by"
              error={kind === undefined ? notification.error : undefined}
              description="Beside their inbox in the portal."
            >
              <Select
                value={kind ?? "none"}
                options={[
                  { value: "none", label: "The portal alone" },
                  { value: "email", label: "E-mail" },
                  { value: "webhook", label: "Webhook" },
                ]}
                onValueChange={(next) =>
                  notification.set(
                    next === "none"
                      ? undefined
                      : next === "email"
                        ? { type: "email" }
                        : { type: "webhook", format: "json", url: "" },
                  )
                }
              />
            </Field>
            {kind === "webhook" && (
              <>
                <SelectAt
                  path={[...NOTIFY, "format"]}
                  label="Format"
                  none="JSON, as usual"
                  options={[
                    { value: "json", label: "JSON" },
                    { value: "slack", label: "Slack message" },
                  ]}
                />
                <TextAt
                  path={[...NOTIFY, "url"]}
                  label="Address"
                  required
                  mono
                  placeholder="https://hooks.example.com/…"
                  className="sm:col-span-2"
                />
              </>
            )}
          </div>
        )}
        <CheckAt
          path={["allowAnyoneToViewRuns"]}
          label="Everybody may see its runs"
          description="Otherwise who asked, who decides, the owning team and administrators."
        />
      </div>
    </SectionCard>
  );
}
