"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { toast } from "@/components/ui/toast";

/** Keeps an action at hand, or no longer: shown at once, and taken back when the server could not keep it. */
export function useFavourite(): (identifier: string, favourite: boolean) => void {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { mutate } = useMutation(trpc.actions.setFavourite.mutationOptions());
  const key = trpc.actions.gallery.queryKey();
  const show = (identifier: string, favourite: boolean) =>
    client.setQueryData(
      key,
      (gallery) =>
        gallery && {
          ...gallery,
          actions: gallery.actions.map((action) =>
            action.identifier === identifier ? { ...action, favourite } : action,
          ),
        },
    );
  return (identifier, favourite) => {
    void client.cancelQueries({ queryKey: key });
    show(identifier, favourite);
    mutate(
      { identifier, favourite },
      {
        onError: () => {
          show(identifier, !favourite);
          toast.error("The favourite was not saved", { description: "Try again in a moment." });
        },
      },
    );
  };
}
