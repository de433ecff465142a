"use client";

import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  ChevronsDownUp,
  ChevronsLeftRight,
  ChevronsRightLeft,
  ChevronsUpDown,
} from "lucide-react";
import { Button } from "@/components/ui/button";
import type { Direction, Resize } from "../layout/layout";

const MOVES = [
  ["left", "Move left", ArrowLeft],
  ["right", "Move right", ArrowRight],
  ["up", "Move up", ArrowUp],
  ["down", "Move down", ArrowDown],
] as const;
const SIZES = [
  ["wider", "Wider", ChevronsLeftRight],
  ["narrower", "Narrower", ChevronsRightLeft],
  ["taller", "Taller", ChevronsUpDown],
  ["shorter", "Shorter", ChevronsDownUp],
] as const;

interface ArrangeButtonsProps {
  name: string;
  onMove: (direction: Direction) => void;
  onResize: (change: Resize) => void;
}

/** Moves and sizes a widget by a step, without dragging. */
export function ArrangeButtons({ name, onMove, onResize }: ArrangeButtonsProps) {
  return (
    <div role="group" aria-label={`Arrange ${name}`} className="flex flex-wrap items-center gap-0.5">
      {MOVES.map(([direction, label, Icon]) => (
        <Button
          key={direction}
          size="icon-sm"
          variant="ghost"
          aria-label={label}
          title={label}
          onClick={() => onMove(direction)}
        >
          <Icon aria-hidden />
        </Button>
      ))}
      <span aria-hidden className="bg-border mx-1 h-4 w-px" />
      {SIZES.map(([change, label, Icon]) => (
        <Button
          key={change}
          size="icon-sm"
          variant="ghost"
          aria-label={label}
          title={label}
          onClick={() => onResize(change)}
        >
          <Icon aria-hidden />
        </Button>
      ))}
    </div>
  );
}
