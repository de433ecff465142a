"use client";

import { useMutation } from "@tanstack/react-query";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import type { Connection } from "./connections";

/** Asks the other side whose credentials these are, and shows what it answered. */
export function ConnectionTest({ connection }: { connection: Connection }) {
  const trpc = useTRPC();
  const test = useMutation(trpc.pipelines.connections.test.mutationOptions());
  const shown = test.isSuccess || test.isError;
  return (
    <>
      <Button
        size="sm"
        loading={test.isPending}
        onClick={() => test.mutate({ identifier: connection.identifier })}
      >
        Test
      </Button>
      {shown && (
        <Dialog open onOpenChange={(open) => !open && test.reset()}>
          <DialogContent
            title={`Test of ${connection.title}`}
            footer={<Button onClick={() => test.reset()}>Close</Button>}
          >
            {test.data ? (
              <dl className="grid gap-3 text-sm" role="status">
                <div className="flex items-center gap-2">
                  <dt className="sr-only">Result</dt>
                  <dd>
                    <Badge tone={test.data.ok ? "success" : "danger"}>
                      {test.data.ok ? "It works" : "It does not work"}
                    </Badge>
                  </dd>
                </div>
                {test.data.account !== null && (
                  <div>
                    <dt className="text-muted-foreground">Account</dt>
                    <dd className="font-medium">{test.data.account}</dd>
                  </div>
                )}
                {test.data.scopes.length > 0 && (
                  <div>
                    <dt className="text-muted-foreground">Scopes</dt>
                    <dd className="flex flex-wrap gap-1">
                      {test.data.scopes.map((scope) => (
                        <Badge key={scope} mono>
                          {scope}
                        </Badge>
                      ))}
                    </dd>
                  </div>
                )}
                <div>
                  <dt className="text-muted-foreground">Answer</dt>
                  <dd className="text-pretty break-words">{test.data.answered}</dd>
                </div>
              </dl>
            ) : (
              <FormError error={test.error} />
            )}
          </DialogContent>
        </Dialog>
      )}
    </>
  );
}
