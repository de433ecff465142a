import { isJson, resolveRef, schemaText, textOf } from "./schema-text";
import type { Json } from "./schema-text";

export interface ApiParameter {
  name: string;
  in: string;
  required: boolean;
  type: string;
  description: string;
}

export interface ApiBody {
  /** "application/json", or a status with its description. */
  label: string;
  type: string | null;
}

export interface ApiOperation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  deprecated: boolean;
  parameters: ApiParameter[];
  request: ApiBody[];
  responses: ApiBody[];
}

export interface ApiDocument {
  title: string;
  version: string;
  description: string;
  servers: string[];
  groups: { name: string; operations: ApiOperation[] }[];
}

const METHODS = ["get", "post", "put", "patch", "delete", "head", "options", "trace"] as const;
const OTHER = "Operations";

function bodies(content: unknown, document: Json): ApiBody[] {
  if (!isJson(content)) return [];
  return Object.entries(content).map(([type, media]) => ({
    label: type,
    type: isJson(media) && media.schema !== undefined ? schemaText(media.schema, document) : null,
  }));
}

function parametersOf(given: unknown[], document: Json): ApiParameter[] {
  return given.flatMap((one) => {
    const { value } = resolveRef(one, document);
    if (!isJson(value)) return [];
    return [
      {
        name: textOf(value.name),
        in: textOf(value.in),
        required: value.required === true,
        // Version 2 has the type beside the name.
        type: schemaText(value.schema ?? value, document),
        description: textOf(value.description),
      },
    ];
  });
}

function responsesOf(given: unknown, document: Json): ApiBody[] {
  if (!isJson(given)) return [];
  return Object.entries(given).flatMap(([status, one]) => {
    const { value } = resolveRef(one, document);
    if (!isJson(value)) return [];
    const label = `${status} ${textOf(value.description)}`.trim();
    const [first] = bodies(value.content, document);
    const type = first?.type ?? (value.schema === undefined ? null : schemaText(value.schema, document));
    return [{ label, type }];
  });
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** An OpenAPI document (2 or 3) as what is to be read of it, by tag. Null for what is no such document. */
export function readOpenApi(document: unknown): ApiDocument | null {
  if (!isJson(document) || !isJson(document.paths) || !isJson(document.info)) return null;
  const groups = new Map<string, ApiOperation[]>();
  for (const [path, item] of Object.entries(document.paths)) {
    const { value } = resolveRef(item, document);
    if (!isJson(value)) continue;
    for (const method of METHODS) {
      const operation = value[method];
      if (!isJson(operation)) continue;
      const tag = textOf(list(operation.tags)[0]) || OTHER;
      const body = resolveRef(operation.requestBody, document).value;
      const group = groups.get(tag) ?? [];
      group.push({
        id: `${method} ${path}`,
        method: method.toUpperCase(),
        path,
        summary: textOf(operation.summary),
        description: textOf(operation.description),
        deprecated: operation.deprecated === true,
        parameters: parametersOf([...list(value.parameters), ...list(operation.parameters)], document),
        request: isJson(body) ? bodies(body.content, document) : [],
        responses: responsesOf(operation.responses, document),
      });
      groups.set(tag, group);
    }
  }
  return {
    title: textOf(document.info.title),
    version: textOf(document.info.version),
    description: textOf(document.info.description),
    servers: list(document.servers).flatMap((server) => (isJson(server) ? [textOf(server.url)] : [])),
    groups: [...groups].map(([name, operations]) => ({ name, operations })),
  };
}
