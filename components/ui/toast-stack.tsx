"use client";

import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { buttonVariants } from "./button";
import { cn } from "./cn";
import { onToast } from "./toast";
import type { ToastMessage } from "./toast";

const icons = { success: CircleCheck, danger: CircleAlert, info: Info };
const colours = { success: "text-success", danger: "text-danger", info: "text-info" };

interface ToastData {
  message: ToastMessage;
}

/** The corner in which messages appear. */
export function ToastStack({ first, onReady }: { first: readonly ToastMessage[]; onReady: () => void }) {
  return (
    <Toast.Provider limit={3} timeout={6000}>
      <Feed first={first} onReady={onReady} />
      <Toast.Portal>
        <Toast.Viewport
          data-chrome
          className="fixed right-4 bottom-4 z-60 flex w-[calc(100vw-2rem)] flex-col gap-2 sm:w-88"
        >
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Feed({ first, onReady }: { first: readonly ToastMessage[]; onReady: () => void }) {
  const { add } = Toast.useToastManager<ToastData>();
  const begun = useRef(false);
  useEffect(() => {
    const addMessage = (message: ToastMessage) =>
      add({
        id: message.id,
        title: message.title,
        description: message.description,
        priority: message.tone === "danger" ? "high" : "low",
        data: { message },
      });
    if (!begun.current) {
      begun.current = true;
      first.forEach(addMessage);
      onReady();
    }
    return onToast(addMessage);
  }, [add, first, onReady]);
  return null;
}

function List() {
  const { toasts, close } = Toast.useToastManager<ToastData>();
  return toasts.map((toast) => {
    const message = toast.data?.message;
    const tone = message?.tone ?? "info";
    const Icon = icons[tone];
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        swipeDirection={["right", "down"]}
        className="bg-popover text-popover-foreground shadow-popup rounded-lg transition-[opacity,transform] duration-150 data-ending-style:translate-y-1 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0"
      >
        <Toast.Content className="flex items-start gap-2.5 p-3">
          <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", colours[tone])} />
          <div className="min-w-0 flex-1">
            <Toast.Title className="text-sm font-medium [overflow-wrap:anywhere]" />
            <Toast.Description className="text-muted-foreground text-sm [overflow-wrap:anywhere]" />
          </div>
          {message?.action && (
            <button
              type="button"
              className={buttonVariants({ size: "sm" })}
              onClick={() => {
                message.action?.run();
                close(toast.id);
              }}
            >
              {message.action.label}
            </button>
          )}
          <Toast.Close
            aria-label="Dismiss"
            className={cn(
              buttonVariants({ variant: "ghost", size: "icon-sm" }),
              "text-muted-foreground -mt-0.5 -mr-1 size-6",
            )}
          >
            <X aria-hidden className="size-3.5" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}
