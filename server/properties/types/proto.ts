import { textSpec } from "../text";

/** A Protocol Buffers definition. */
export const protoType = textSpec({
  kind: "proto",
  label: "Protocol Buffers",
  sample: 'syntax = "proto3";',
});
