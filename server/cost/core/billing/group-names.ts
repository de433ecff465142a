/** The name under which costs stand that are given to nobody. */
export const UNALLOCATED = "(unallocated)";
/** The name under which groups stand that are not shown one by one. */
export const OTHERS = "(others)";

/** What people call a group of costs: its title, or its id without what marks a pool; of the rest, how many they are where it is known. */
export function groupName({
  id,
  title,
  count,
}: {
  id: string;
  title?: string | null | undefined;
  count?: number | undefined;
}): string {
  if (title) return title;
  if (id === UNALLOCATED) return "Unallocated";
  if (id === OTHERS) return count ? `${count} others` : "Others";
  return id.replace(/^\((.*)\)$/, "$1");
}
