"use client";

import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { PropertyDefinition } from "@/server/properties/schema";
import { nativeProps } from "./control-props";
import type { PropertyControlProps } from "./control-props";

const example = (definition: PropertyDefinition): string | undefined =>
  typeof definition.placeholder === "string" ? definition.placeholder : undefined;

export function TextField(props: PropertyControlProps) {
  return <Input {...nativeProps(props)} placeholder={example(props.definition)} />;
}

export function MultiLineField(props: PropertyControlProps) {
  return <Textarea {...nativeProps(props)} placeholder={example(props.definition)} />;
}

export function MarkdownField(props: PropertyControlProps) {
  return (
    <Textarea
      {...nativeProps(props)}
      rows={6}
      placeholder={example(props.definition) ?? "Markdown: **bold**, lists, links, tables"}
    />
  );
}

// Plain text inputs with the right keyboard: the browser's own validation would speak before the form's does.
export function UrlField(props: PropertyControlProps) {
  return (
    <Input
      {...nativeProps(props)}
      inputMode="url"
      spellCheck={false}
      placeholder={example(props.definition) ?? "https://"}
    />
  );
}

export function EmailField(props: PropertyControlProps) {
  return (
    <Input
      {...nativeProps(props)}
      inputMode="email"
      spellCheck={false}
      placeholder={example(props.definition) ?? "name@example.com"}
    />
  );
}

export function IpField(props: PropertyControlProps) {
  return (
    <Input
      mono
      {...nativeProps(props)}
      placeholder={props.definition.format === "ipv6" ? "2001:db8::1" : "192.0.2.1"}
    />
  );
}

export function NumberField(props: PropertyControlProps) {
  return (
    <Input
      {...nativeProps(props)}
      inputMode="decimal"
      className="tabular"
      placeholder={example(props.definition)}
    />
  );
}

export function DateTimeField(props: PropertyControlProps) {
  return <Input {...nativeProps(props)} type="datetime-local" step={1} className="tabular max-w-64" />;
}
