"use client";

import { useState } from "react";
import { Input } from "@/components/ui/input";
import type { InputProps } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { useFieldControl } from "@/components/ui/field-context";
import { isEmail, isIdnEmail, isIpv4, isIpv6, isUrl } from "@/server/properties/formats";
import type { PropertyDefinition } from "@/server/properties/schema";
import { nativeProps } from "./control-props";
import type { PropertyControlProps } from "./control-props";

export const example = (definition: PropertyDefinition): string | undefined =>
  typeof definition.placeholder === "string" ? definition.placeholder : undefined;

export function TextField(props: PropertyControlProps) {
  return <Input {...nativeProps(props)} placeholder={example(props.definition)} />;
}

export function MultiLineField(props: PropertyControlProps) {
  return <Textarea {...nativeProps(props)} placeholder={example(props.definition)} />;
}

interface FormatFieldProps extends PropertyControlProps {
  test: (text: string) => boolean;
  /** "not yet an e-mail address, such as …" */
  notYet: string;
  input: Pick<InputProps, "inputMode" | "placeholder" | "mono">;
}

/** Text of a format: what does not look like it is said once one has left it, and never blocked. */
function FormatField({ test, notYet, input, ...props }: FormatFieldProps) {
  const control = useFieldControl({ id: props.id });
  const [left, setLeft] = useState(false);
  const native = nativeProps(props);
  const text = native.value.trim();
  const hint = left && text !== "" && !control["aria-invalid"] && !test(text);
  const hintId = `${control.id ?? props.label ?? "text"}-format`;
  return (
    <div className="grid gap-1">
      <Input
        {...native}
        {...input}
        spellCheck={false}
        autoCapitalize="off"
        placeholder={example(props.definition) ?? input.placeholder}
        aria-describedby={hint ? hintId : undefined}
        onBlur={() => {
          setLeft(true);
          props.onBlur?.();
        }}
      />
      <span id={hintId} role="status" className="text-warning text-xs empty:hidden">
        {hint && `This is ${notYet}.`}
      </span>
    </div>
  );
}

// Plain text inputs with the right keyboard: the browser's own validation would speak before the form's does.
export function UrlField(props: PropertyControlProps) {
  return (
    <FormatField
      {...props}
      test={isUrl}
      notYet="not yet an absolute address, such as https://example.com"
      input={{ inputMode: "url", placeholder: "https://" }}
    />
  );
}

export function EmailField(props: PropertyControlProps) {
  return (
    <FormatField
      {...props}
      test={props.definition.format === "idn-email" ? isIdnEmail : isEmail}
      notYet="not yet an e-mail address, such as name@example.com"
      input={{ inputMode: "email", placeholder: "name@example.com" }}
    />
  );
}

export function IpField(props: PropertyControlProps) {
  const v6 = props.definition.format === "ipv6";
  const sample = v6 ? "2001:db8::1" : "192.0.2.1";
  return (
    <FormatField
      {...props}
      test={v6 ? isIpv6 : isIpv4}
      notYet={`not yet an ${v6 ? "IPv6" : "IPv4"} address, such as ${sample}`}
      input={{ mono: true, placeholder: sample }}
    />
  );
}
