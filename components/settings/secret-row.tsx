import { CopyButton } from "@/components/ui/copy-button";

/** One line of what is shown once, with a button that copies it. Stands in a `dl`. */
export function SecretRow({ term, value }: { term: string; value: string }) {
  return (
    <div className="grid gap-1">
      <dt className="text-muted-foreground text-xs">{term}</dt>
      <dd className="bg-muted flex items-center gap-2 rounded-md border px-2.5 py-1.5 font-mono text-xs">
        <span className="min-w-0 flex-1 break-all select-all">{value}</span>
        <CopyButton value={value} label={`Copy ${term.toLowerCase()}`} />
      </dd>
    </div>
  );
}
