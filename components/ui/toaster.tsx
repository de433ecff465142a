"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { onToast } from "./toast";
import type { ToastMessage } from "./toast";

const ToastStack = dynamic(() => import("./toast-stack").then((module) => module.ToastStack), { ssr: false });

/** Stands once in the root layout. The drawing of toasts is loaded with the first one. */
export function Toaster() {
  const [first, setFirst] = useState<ToastMessage[]>([]);
  const [active, setActive] = useState(false);
  useEffect(() => {
    if (active) return;
    return onToast((message) => setFirst((before) => [...before, message]));
  }, [active]);
  if (first.length === 0) return null;
  return <ToastStack first={first} onReady={() => setActive(true)} />;
}
