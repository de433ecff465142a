"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { SecretRow } from "@/components/settings/secret-row";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";

/** The key with which the portal encrypts inputs: for the backends that decrypt them. */
export function InputKeyCard() {
  const trpc = useTRPC();
  const [key, setKey] = useState<string | null>(null);
  // The answer holds the key: it is shown, and kept nowhere.
  const reveal = useMutation(
    trpc.secrets.inputKey.reveal.mutationOptions({ gcTime: 0, onSuccess: (answer) => setKey(answer.key) }),
  );
  const rotate = useMutation(
    trpc.secrets.inputKey.rotate.mutationOptions({ gcTime: 0, onSuccess: (answer) => setKey(answer.key) }),
  );
  return (
    <SectionCard
      title="Key of encrypted inputs"
      description="Inputs with the encryption aes256-gcm are encrypted with its first 32 bytes. Backends need it to decrypt them. Each look is recorded in the audit log."
      actions={
        <>
          {key === null ? (
            <Button size="sm" loading={reveal.isPending} onClick={() => reveal.mutate()}>
              Reveal key
            </Button>
          ) : (
            <Button
              size="sm"
              onClick={() => {
                setKey(null);
                reveal.reset();
                rotate.reset();
              }}
            >
              Hide key
            </Button>
          )}
          <ConfirmDialog
            title="Replace the key of encrypted inputs?"
            description="Inputs are encrypted with the new key from then on. Give it to the backends that decrypt them; what was encrypted before needs the old key, which cannot be brought back."
            confirmLabel="Replace key"
            trigger={
              <Button size="sm" variant="destructive-outline">
                Replace key
              </Button>
            }
            onConfirm={() => rotate.mutateAsync()}
          />
        </>
      }
    >
      {key === null ? (
        <p className="text-muted-foreground text-sm">The key is not shown.</p>
      ) : (
        <dl>
          <SecretRow term="Key" value={key} />
        </dl>
      )}
      <FormError error={reveal.error} />
    </SectionCard>
  );
}
