import { textSpec } from "../text";

/** A Protocol Buffers definition. */
export const protoType = textSpec({
  kind: "proto",
  label: "Protocol Buffers",
  description: "A Protocol Buffers file, shown as code.",
  sample: 'syntax = "proto3";',
});
