"use client";

import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useShell } from "./shell-context";
import { shortcuts } from "./shortcuts";

const groups = ["Anywhere", "Go to", "In a table", "In a request"] as const;

/** The list of all shortcuts. */
export function HelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { shortcutsOn } = useShell();
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Keyboard shortcuts"
        description={
          shortcutsOn
            ? "Switch single-key shortcuts off in the user menu."
            : "Single-key shortcuts are switched off; turn them on in the user menu. ⌘K always works."
        }
      >
        <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
          {groups.map((group) => (
            <section key={group}>
              <h3 className="text-muted-foreground mb-1 text-xs font-medium">{group}</h3>
              <dl>
                {shortcuts
                  .filter((shortcut) => shortcut.group === group)
                  .map((shortcut) => (
                    <div
                      key={shortcut.command}
                      className="border-border/60 flex h-8 items-center justify-between gap-4 border-b last:border-b-0"
                    >
                      <dt>{shortcut.label}</dt>
                      <dd>
                        <Kbd keys={shortcut.keys} />
                      </dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
      </DialogContent>
    </Dialog>
  );
}
