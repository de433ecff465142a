import { isJson, resolveRef, schemaText, textOf } from "./schema-text";
import type { Json } from "./schema-text";
import type { ApiDocument, ApiOperation } from "./open-api";

function messagesOf(given: unknown, document: Json): ApiOperation["responses"] {
  const { value, name } = resolveRef(given, document);
  if (Array.isArray(value)) return value.flatMap((one) => messagesOf(one, document));
  if (!isJson(value)) return [];
  if (Array.isArray(value.oneOf)) return value.oneOf.flatMap((one) => messagesOf(one, document));
  const label = textOf(value.title) || textOf(value.name) || name || "Message";
  return [{ label, type: value.payload === undefined ? null : schemaText(value.payload, document) }];
}

const operation = (
  method: string,
  channel: string,
  given: Json,
  messages: ApiOperation["responses"],
): ApiOperation => ({
  id: `${method} ${channel}`,
  method,
  path: channel,
  summary: textOf(given.summary) || textOf(given.title),
  description: textOf(given.description),
  deprecated: false,
  parameters: [],
  request: [],
  responses: messages,
});

/** Channels of version 2, where operations stand within the channel. */
function ofChannels(channels: Json, document: Json): ApiOperation[] {
  return Object.entries(channels).flatMap(([name, channel]) => {
    if (!isJson(channel)) return [];
    return (["publish", "subscribe"] as const).flatMap((way) => {
      const given = channel[way];
      if (!isJson(given)) return [];
      const described = { ...given, description: given.description ?? channel.description };
      return [operation(way.toUpperCase(), name, described, messagesOf(given.message, document))];
    });
  });
}

/** Operations of version 3, which point to their channel. */
function ofOperations(operations: Json, document: Json): ApiOperation[] {
  return Object.values(operations).flatMap((given) => {
    if (!isJson(given)) return [];
    const { value: channel, name } = resolveRef(given.channel, document);
    const address = isJson(channel) ? textOf(channel.address) || name : name;
    const messages =
      given.messages ?? (isJson(channel) && isJson(channel.messages) ? Object.values(channel.messages) : []);
    return [
      operation(textOf(given.action).toUpperCase(), address ?? "", given, messagesOf(messages, document)),
    ];
  });
}

/** An AsyncAPI document (2 or 3) in the shape that an OpenAPI document is read in. Null for what is no such document. */
export function readAsyncApi(document: unknown): ApiDocument | null {
  if (!isJson(document) || document.asyncapi === undefined || !isJson(document.info)) return null;
  const operations = isJson(document.operations)
    ? ofOperations(document.operations, document)
    : isJson(document.channels)
      ? ofChannels(document.channels, document)
      : [];
  const servers = isJson(document.servers) ? Object.values(document.servers) : [];
  return {
    title: textOf(document.info.title),
    version: textOf(document.info.version),
    description: textOf(document.info.description),
    servers: servers.flatMap((server) => (isJson(server) ? [textOf(server.url) || textOf(server.host)] : [])),
    groups: operations.length ? [{ name: "Channels", operations }] : [],
  };
}
