import Link from "next/link";
import { EmptyValue } from "@/components/ui/description-list";
import { entityHref } from "./catalog-types";

/** The entities that a relation points to. */
export function RelationLinks({
  target,
  value,
}: {
  target: string;
  value: string | string[] | null | undefined;
}) {
  const identifiers = Array.isArray(value) ? value : value ? [value] : [];
  if (identifiers.length === 0) return <EmptyValue />;
  return (
    <span className="inline-flex min-w-0 flex-wrap gap-x-2 gap-y-1">
      {identifiers.map((identifier) => (
        <Link
          key={identifier}
          href={entityHref(target, identifier)}
          className="text-primary-text truncate underline-offset-2 hover:underline"
        >
          {identifier}
        </Link>
      ))}
    </span>
  );
}
