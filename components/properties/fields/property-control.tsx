"use client";

import type { ComponentType } from "react";
import { kindOf } from "@/server/properties/kind";
import type { Kind } from "@/server/properties/kind";
import { hasItems, itemDefinition } from "../kind";
import { ArrayField } from "./array-field";
import { BooleanField, EnumField } from "./choice-fields";
import { JsonField, ProtoField, YamlField } from "./code-fields";
import type { PropertyControlProps } from "./control-props";
import { LabeledUrlField } from "./labeled-url-field";
import { ObjectField } from "./object-field";
import { EntityField, ReferencesField, TeamField, UserField } from "./reference-fields";
import { referenceKind } from "./use-reference";
import {
  DateTimeField,
  EmailField,
  IpField,
  MarkdownField,
  MultiLineField,
  NumberField,
  TextField,
  UrlField,
} from "./text-fields";

// Exhaustive: a kind without a control does not compile.
const controls: Record<Kind, ComponentType<PropertyControlProps>> = {
  string: TextField,
  "multi-line": MultiLineField,
  markdown: MarkdownField,
  yaml: YamlField,
  proto: ProtoField,
  file: MultiLineField,
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
  if (referenceKind(itemDefinition(definition))) return <ReferencesField {...props} />;
  return hasItems(definition) || definition.blueprint ? <ArrayField {...props} /> : <JsonField {...props} />;
}

/** The control for a property's kind. */
export function PropertyControl(props: PropertyControlProps) {
  const Control = controls[kindOf(props.definition)];
  return <Control {...props} />;
}
