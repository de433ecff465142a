"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { DefinitionIssue } from "@/components/definition-editor/issues";
import { GrantParts } from "@/components/identity/grant-parts";
import { useLeaveGuard } from "@/components/properties/use-leave-guard";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import type { ActionPermissions } from "@/server/actions/schema";
import { useActionEditor } from "../editor-context";
import { approversNow } from "./approvers";
import { PolicyEditor } from "./policy-editor";
import { PolicyTrial } from "./policy-trial";

const ROLES = [
  { value: "Admin", label: "Administrators" },
  { value: "Member", label: "Everybody" },
];
const NO_POLICY = { queries: {}, conditions: [""] };

/** Who sees and runs the action and who approves. Saved apart from the definition. */
export function PermissionsForm({ stored, identifier }: { stored: ActionPermissions; identifier: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { definition } = useActionEditor();
  const [permissions, setPermissions] = useState(stored);
  const [issues, setIssues] = useState<readonly DefinitionIssue[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const save = useMutation(trpc.actions.updatePermissions.mutationOptions());
  const dirty = JSON.stringify(permissions) !== JSON.stringify(stored);
  const guard = useLeaveGuard({ when: dirty && !save.isPending, onUnload: true });
  const { execute, approve } = permissions;
  const setExecute = (part: Partial<ActionPermissions["execute"]>) =>
    setPermissions((before) => ({ ...before, execute: { ...before.execute, ...part } }));
  const setApprove = (part: Partial<ActionPermissions["approve"]>) =>
    setPermissions((before) => ({ ...before, approve: { ...before.approve, ...part } }));
  const submit = async () => {
    setIssues([]);
    setFailure(null);
    try {
      await save.mutateAsync({ identifier, permissions: { ...permissions } });
      toast.success("Permissions were saved");
      await queryClient.invalidateQueries(trpc.actions.pathFilter());
    } catch (error) {
      setIssues(readFailure(error).issues);
      setFailure(error);
    }
  };
  const below = (kind: "execute" | "approve") =>
    issues
      .filter(({ path }) => path[0] === kind && path[1] === "policy")
      .map((issue) => ({ ...issue, path: issue.path.slice(2) }));
  const onEntity = definition.trigger.operation !== "CREATE";
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <form
        className="grid min-w-0 gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FormError error={failure} />
        <SectionCard
          title={execute.policy ? "Who sees it" : "Who sees and runs it"}
          description="Administrators always may. Saved with its own button, at once for everybody."
        >
          <div className="grid gap-4">
            <GrantParts value={execute} roles={ROLES} label="Run" onChange={setExecute} />
            {onEntity && (
              <Field
                label="Members of the owning team"
                orientation="inline"
                description="On what a team owns, everybody else needs to be named above."
              >
                <Checkbox
                  checked={execute.ownedByTeam}
                  onCheckedChange={(ownedByTeam) => setExecute({ ownedByTeam })}
                />
              </Field>
            )}
            <PolicySwitch
              label="A policy decides who runs it"
              description="Computed from the catalog at each request, and alone: the lists above say who sees the action."
              on={Boolean(execute.policy)}
              onChange={(on) => setExecute({ policy: on ? NO_POLICY : null })}
            >
              {execute.policy && (
                <PolicyEditor
                  policy={execute.policy}
                  label="Run"
                  gives="true for who may"
                  placeholder=".results.search.entities | length > 0"
                  issues={below("execute")}
                  onChange={(policy) => setExecute({ policy })}
                />
              )}
            </PolicySwitch>
          </div>
        </SectionCard>
        {definition.requiredApproval ? (
          <SectionCard
            title="Who approves"
            description="Who asks never approves their own request. Saved with its own button."
          >
            <div className="grid gap-4">
              {!approve.policy && (
                <>
                  <GrantParts value={approve} roles={ROLES} label="Approve" onChange={setApprove} />
                  <Field label="Leads of the owning team" orientation="inline">
                    <Checkbox
                      checked={approve.teamLeads}
                      onCheckedChange={(teamLeads) => setApprove({ teamLeads })}
                    />
                  </Field>
                </>
              )}
              <PolicySwitch
                label="A policy names the approvers"
                description="Computed from the catalog at each request."
                on={Boolean(approve.policy)}
                onChange={(on) => setApprove({ policy: on ? NO_POLICY : null })}
              >
                {approve.policy && (
                  <PolicyEditor
                    policy={approve.policy}
                    label="Approve"
                    gives="a list of e-mail addresses"
                    placeholder="[.results.search.entities[].identifier]"
                    issues={below("approve")}
                    onChange={(policy) => setApprove({ policy })}
                  />
                )}
              </PolicySwitch>
              <ApproverCount approve={approve} />
            </div>
          </SectionCard>
        ) : null}
        <div className="bg-background/95 sticky bottom-0 z-10 flex flex-wrap items-center justify-end gap-2 border-t py-3">
          <span role="status" className="text-muted-foreground mr-auto text-xs">
            {dirty
              ? "Unsaved permissions"
              : "Permissions are not part of the definition: no revision, no draft."}
          </span>
          {dirty && <Button onClick={() => setPermissions(stored)}>Discard</Button>}
          <Button type="submit" loading={save.isPending} aria-disabled={!dirty}>
            Save permissions
          </Button>
        </div>
        {guard}
      </form>
      <div className="min-w-0 xl:sticky xl:top-4">
        <PolicyTrial permissions={permissions} />
      </div>
    </div>
  );
}

interface PolicySwitchProps {
  label: string;
  description: string;
  on: boolean;
  onChange: (on: boolean) => void;
  children: ReactNode;
}

function PolicySwitch({ label, description, on, onChange, children }: PolicySwitchProps) {
  return (
    <div className="grid gap-4 border-t pt-4">
      <Field label={label} description={description} orientation="inline">
        <Switch checked={on} onCheckedChange={onChange} />
      </Field>
      {children}
    </div>
  );
}

/** How many could approve at present, with a warning where nobody could. */
function ApproverCount({ approve }: { approve: ActionPermissions["approve"] }) {
  const trpc = useTRPC();
  const people = useQuery(trpc.identity.users.list.queryOptions());
  if (!people.data || approve.policy) return null;
  const found = approversNow(approve, people.data);
  const count = found.people.length;
  if (count === 0 && !found.leads)
    return (
      <p role="alert" className="border-warning-border bg-warning-subtle rounded-md border px-3 py-2 text-sm">
        Nobody could approve: requests would be refused. Name a role, a team or people, or the leads of the
        owning team.
      </p>
    );
  return (
    <p role="status" className="text-muted-foreground text-xs">
      {count === 0
        ? "At present the leads of the owning team alone."
        : `At present ${count === 1 ? (found.people[0]?.email ?? "one person") : `${count} people`}${found.leads ? ", and the leads of the owning team" : ""}.`}
    </p>
  );
}
