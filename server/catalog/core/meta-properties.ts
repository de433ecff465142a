/** The keys by which entities are always sorted and found, beside their properties. Apart from the schemas: tables carry no zod. */
export const META_PROPERTIES = [
  "$identifier",
  "$title",
  "$team",
  "$icon",
  "$createdAt",
  "$updatedAt",
  "$createdBy",
  "$updatedBy",
] as const;
