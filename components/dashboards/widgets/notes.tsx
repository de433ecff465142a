import { cn } from "@/components/ui/cn";

/** What was left out of a widget, and why: a short line each. */
export function Notes({ notes, className }: { notes: readonly string[]; className?: string }) {
  return notes.map((note) => (
    <p key={note} className={cn("text-muted-foreground text-xs", className)}>
      {note}
    </p>
  ));
}
