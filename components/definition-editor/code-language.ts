/** How a definition is written as text. */
export const codeLanguages = ["json", "yaml"] as const;
export type CodeLanguage = (typeof codeLanguages)[number];
