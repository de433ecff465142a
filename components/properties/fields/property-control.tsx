"use client";

import type { ComponentType } from "react";
import { kindOf } from "@/server/properties/kind";
import type { Kind } from "@/server/properties/kind";
import { hasItems, isSecret, itemDefinition } from "../kind";
import { ArrayField } from "./array-field";
import { BooleanField, EnumField } from "./choice-fields";
import { ChoicesField } from "./choices-field";
import { JsonField, ProtoField, YamlField } from "./code-fields";
import type { PropertyControlProps } from "./control-props";
import { DateTimeField } from "./date-time-field";
import { FileField } from "./file-field";
import { LabeledUrlField } from "./labeled-url-field";
import { MarkdownField } from "./markdown-field";
import { NumberField } from "./number-field";
import { ObjectField } from "./object-field";
import { EntityField, ReferencesField, TeamField, UserField } from "./reference-fields";
import { referenceKind } from "./use-reference";
import { SecretField } from "./secret-field";
import { EmailField, IpField, MultiLineField, TextField, UrlField } from "./text-fields";

// Exhaustive: a kind without a control does not compile.
const controls: Record<Kind, ComponentType<PropertyControlProps>> = {
  string: TextField,
  "multi-line": MultiLineField,
  markdown: MarkdownField,
  yaml: YamlField,
  proto: ProtoField,
  file: FileField,
  url: UrlField,
  email: EmailField,
  "idn-email": EmailField,
  ipv4: IpField,
  ipv6: IpField,
  blueprints: TextField,
  "date-time": DateTimeField,
  timer: DateTimeField,
  user: UserField,
  team: TeamField,
  entity: EntityField,
  enum: EnumField,
  number: NumberField,
  boolean: BooleanField,
  object: ObjectField,
  "labeled-url": LabeledUrlField,
  array: ListField,
};

/** A list whose items have no kind of their own is written as JSON. */
function ListField(props: PropertyControlProps) {
  const { definition } = props;
  const item = itemDefinition(definition);
  if (referenceKind(item)) return <ReferencesField {...props} />;
  if (Array.isArray(item.enum)) return <ChoicesField {...props} />;
  return hasItems(definition) || definition.blueprint ? <ArrayField {...props} /> : <JsonField {...props} />;
}

/** The control for a property's kind. */
export function PropertyControl(props: PropertyControlProps) {
  if (isSecret(props.definition)) return <SecretField {...props} />;
  const Control = controls[kindOf(props.definition)];
  return <Control {...props} />;
}
