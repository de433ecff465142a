"use client";

import { useRef, useState, type FormEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { PasswordInput } from "./password-input";
import { ProblemNote } from "./problem-note";
import { requestSignIn } from "./request-sign-in";

interface SignInFormProps {
  /** The path to open afterwards. */
  callbackUrl: string;
  /** What the identity provider is called; null when there is none. */
  provider: string | null;
  /** What went wrong before this page was opened. */
  problem: string | null;
}

/** E-mail and password, and the way to the identity provider if there is one. */
export function SignInForm({ callbackUrl, provider, problem: before }: SignInFormProps) {
  const [busy, setBusy] = useState<"password" | "provider" | null>(null);
  const [problem, setProblem] = useState(before);
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({});
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    const values = { email: email.current?.value.trim() ?? "", password: password.current?.value ?? "" };
    const gaps = {
      ...(!values.email && { email: "Enter your e-mail address." }),
      ...(!values.password && { password: "Enter your password." }),
    };
    setMissing(gaps);
    if (gaps.email || gaps.password) return (gaps.email ? email : password).current?.focus();
    setProblem(null);
    setBusy("password");
    const outcome = await requestSignIn("callback/credentials", values, callbackUrl);
    if (outcome.ok) return window.location.assign(callbackUrl);
    setBusy(null);
    setProblem(outcome.message);
    password.current?.select();
    password.current?.focus();
  }

  async function withProvider() {
    setProblem(null);
    setBusy("provider");
    const outcome = await requestSignIn("signin/oidc", {}, callbackUrl);
    if (outcome.ok) return window.location.assign(outcome.url);
    setBusy(null);
    setProblem(outcome.message);
  }

  return (
    <div className="grid gap-4">
      <ProblemNote problem={problem} />
      {provider && (
        <>
          <Button size="lg" loading={busy === "provider"} onClick={() => void withProvider()}>
            Continue with {provider}
          </Button>
          <div className="text-muted-foreground flex items-center gap-3 text-xs" aria-hidden>
            <span className="bg-border h-px flex-1" />
            or
            <span className="bg-border h-px flex-1" />
          </div>
        </>
      )}
      <form method="dialog" noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
        <Field label="E-mail" required error={missing.email}>
          <Input
            ref={email}
            name="email"
            type="email"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            className="h-9"
          />
        </Field>
        <Field label="Password" required error={missing.password}>
          <PasswordInput ref={password} name="password" autoComplete="current-password" className="h-9" />
        </Field>
        <Button type="submit" variant="primary" size="lg" loading={busy === "password"} className="mt-1">
          Sign in
        </Button>
      </form>
    </div>
  );
}
