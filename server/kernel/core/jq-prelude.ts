const refuse = (name: string) => `def ${name}: error("${name.replace(/\(.*/, "")} is not available here");`;
/**
 * What an expression must not reach is replaced by definitions ahead of it, which shadow the built-in ones; `import` and
 * `include` are refused by the grammar, since they may only stand first.
 */
export const prelude =
  [
    "env",
    "input",
    "inputs",
    "halt",
    "halt_error",
    "halt_error(f)",
    "modulemeta",
    "get_search_list",
    "input_filename",
  ]
    .map(refuse)
    .join(" ") + " def debug: .; def debug(f): .; def stderr: .; {} as $ENV | ";
