"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

interface RowsProps<T> {
  /** What one of them is called: "account". */
  noun: string;
  rows: readonly T[];
  /** A new one. */
  blank: T;
  onChange: (rows: T[]) => void;
  /** Their order means something: the first that holds wins. */
  ordered?: boolean;
  nameOf: (row: T, index: number) => string;
  children: (row: T, set: (change: Partial<T>) => void, index: number) => ReactNode;
}

/** A list that is edited in place: rows to add, remove and, where order counts, to move. */
export function Rows<T extends object>({
  noun,
  rows,
  blank,
  onChange,
  ordered = false,
  nameOf,
  children,
}: RowsProps<T>) {
  const swap = (a: number, b: number) =>
    onChange(rows.map((row, n) => (n === a ? rows[b]! : n === b ? rows[a]! : row)));
  return (
    <div className="grid gap-3">
      {rows.length > 0 && (
        <ul className="grid gap-3">
          {rows.map((row, index) => (
            // Rows have no key of their own; every field is controlled, so places will do.
            <li key={index} className="grid gap-3 rounded-md border p-3 sm:grid-cols-[minmax(0,1fr)_auto]">
              <div className="grid min-w-0 gap-3">
                {children(
                  row,
                  (change) => onChange(rows.map((one, n) => (n === index ? { ...one, ...change } : one))),
                  index,
                )}
              </div>
              <div className="flex items-start gap-1">
                {ordered && (
                  <>
                    <Button
                      size="icon"
                      variant="ghost"
                      aria-label={`Move ${nameOf(row, index)} up`}
                      disabled={index === 0}
                      onClick={() => swap(index, index - 1)}
                    >
                      <ArrowUp aria-hidden />
                    </Button>
                    <Button
                      size="icon"
                      variant="ghost"
                      aria-label={`Move ${nameOf(row, index)} down`}
                      disabled={index === rows.length - 1}
                      onClick={() => swap(index, index + 1)}
                    >
                      <ArrowDown aria-hidden />
                    </Button>
                  </>
                )}
                <Button
                  size="icon"
                  variant="ghost"
                  aria-label={`Remove ${nameOf(row, index)}`}
                  onClick={() => onChange(rows.filter((_, n) => n !== index))}
                >
                  <Trash2 aria-hidden />
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button size="sm" onClick={() => onChange([...rows, blank])}>
          <Plus aria-hidden />
          Add {noun}
        </Button>
      </div>
    </div>
  );
}
