/** Where a blueprint is edited. */
export const editBlueprintHref = (identifier: string): string =>
  `/settings/blueprints/edit/${encodeURIComponent(identifier)}`;

export const newBlueprintHref = "/settings/blueprints/new";
export const blueprintsHref = "/settings/blueprints";
