import type * as z from "zod";
import { kindOf, type Kind } from "../kind";
import type { JsonSchema, PropertyDefinition } from "../schema";
import type { PropertyTypeSpec } from "../spec";
import { arrayType } from "./array";
import { blueprintsType } from "./blueprints";
import { booleanType } from "./boolean";
import { dateTimeType } from "./date-time";
import { emailType } from "./email";
import { entityType } from "./entity";
import { enumType } from "./enum";
import { fileType } from "./file";
import { idnEmailType } from "./idn-email";
import { ipv4Type } from "./ipv4";
import { ipv6Type } from "./ipv6";
import { labeledUrlType } from "./labeled-url";
import { markdownType } from "./markdown";
import { multiLineType } from "./multi-line";
import { numberType } from "./number";
import { objectType } from "./object";
import { protoType } from "./proto";
import { stringType } from "./string";
import { teamType } from "./team";
import { timerType } from "./timer";
import { urlType } from "./url";
import { userType } from "./user";
import { yamlType } from "./yaml";

/** Every kind of value. A kind without a line here does not compile. */
export const REGISTRY: Record<Kind, PropertyTypeSpec> = {
  string: stringType,
  "date-time": dateTimeType,
  url: urlType,
  email: emailType,
  "idn-email": idnEmailType,
  ipv4: ipv4Type,
  ipv6: ipv6Type,
  markdown: markdownType,
  yaml: yamlType,
  user: userType,
  team: teamType,
  timer: timerType,
  proto: protoType,
  blueprints: blueprintsType,
  "multi-line": multiLineType,
  entity: entityType,
  file: fileType,
  enum: enumType,
  number: numberType,
  boolean: booleanType,
  object: objectType,
  "labeled-url": labeledUrlType,
  array: arrayType,
};

/** What is known of a definition's kind. */
export const specOf = (definition: PropertyDefinition): PropertyTypeSpec => REGISTRY[kindOf(definition)];

/** The zod schema of a present value of a definition that passed the check. */
export const schemaOf = (definition: PropertyDefinition): z.ZodType =>
  specOf(definition).compile(definition, specOf);

/** The JSON Schema of a value of a definition that passed the check. */
export const jsonSchemaOf = (definition: PropertyDefinition): JsonSchema =>
  specOf(definition).jsonSchema(definition, specOf);
