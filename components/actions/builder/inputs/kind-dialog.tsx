"use client";

import { useState } from "react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { INPUT_KINDS } from "./input-kinds";
import type { InputKind } from "./input-kinds";

/** Every kind of input, to choose one for a new input; typing narrows them, and Enter takes the first. */
export function KindDialog({
  onChoose,
  onClose,
}: {
  onChoose: (kind: InputKind) => void;
  onClose: () => void;
}) {
  const [text, setText] = useState("");
  const wished = text.trim().toLowerCase();
  const found = INPUT_KINDS.filter(({ label, description }) =>
    `${label} ${description}`.toLowerCase().includes(wished),
  );
  const [first] = found;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent size="lg" title="Add an input" description="What does the form ask for?">
        <div className="grid gap-3">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              event.stopPropagation();
              if (first) onChoose(first);
            }}
          >
            <Input
              autoFocus
              aria-label="Find a kind of input"
              placeholder="Find a kind…"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </form>
          <ul aria-label="Kinds of input" className="grid gap-1.5 sm:grid-cols-2">
            {found.map((kind) => (
              <li key={kind.id}>
                <button
                  type="button"
                  onClick={() => onChoose(kind)}
                  className="hover:bg-accent hover:border-border-strong flex h-full w-full items-start gap-2.5 rounded-md border px-3 py-2 text-left transition-colors"
                >
                  <NamedIcon name={kind.icon} className="text-muted-foreground mt-0.5" />
                  <span className="min-w-0">
                    <span className="block text-sm font-medium">{kind.label}</span>
                    <span className="text-muted-foreground block text-xs text-pretty">
                      {kind.description}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <p role="status" className="text-muted-foreground text-sm empty:hidden">
            {found.length === 0 ? "No kind matches." : ""}
          </p>
        </div>
      </DialogContent>
    </Dialog>
  );
}
