import { Skeleton } from "@/components/ui/skeleton";

/** Header and rows in their final height. */
export function TableSkeleton({ columns, rows }: { columns: number; rows: number }) {
  const cells = Array.from({ length: Math.max(columns, 1) });
  return (
    <div>
      <div className="bg-muted h-8 border-b" />
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-9 items-center gap-6 border-b px-4 last:border-b-0">
          {cells.map((_, cell) => (
            <div key={cell} className={cell === 0 ? "flex-2" : "flex-1 max-sm:hidden"}>
              <Skeleton className={["w-4/5", "w-3/5", "w-2/3", "w-1/2"][(row + cell) % 4] ?? ""} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
