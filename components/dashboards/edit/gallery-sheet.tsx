"use client";

import { Sheet, SheetContent } from "@/components/ui/sheet";
import type { WidgetType } from "@/server/dashboards/core/widgets/union";
import { KindList } from "./kind-list";

/** Every kind of widget, to add one. */
export function GallerySheet({
  onChoose,
  onClose,
}: {
  onChoose: (type: WidgetType) => void;
  onClose: () => void;
}) {
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent size="lg" title="Add widget" description="Choose what it shows; its form comes next.">
        <KindList onChoose={onChoose} />
      </SheetContent>
    </Sheet>
  );
}
