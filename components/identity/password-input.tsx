"use client";

import { Eye, EyeOff } from "lucide-react";
import { useState, type ComponentProps } from "react";
import { Input } from "@/components/ui/input";

/** A password that one can look at while typing. */
export function PasswordInput(props: Omit<ComponentProps<typeof Input>, "type" | "suffix">) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <Input
      {...props}
      type={shown ? "text" : "password"}
      spellCheck={false}
      suffix={
        <button
          type="button"
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="hover:text-foreground flex size-6 items-center justify-center rounded-sm"
        >
          <Icon aria-hidden className="size-4" />
          <span className="sr-only">Show password</span>
        </button>
      }
    />
  );
}
