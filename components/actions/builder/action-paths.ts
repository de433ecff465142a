/** Where an action is edited. */
export const editActionHref = (identifier: string): string =>
  `/settings/actions/edit/${encodeURIComponent(identifier)}`;

export const newActionHref = "/settings/actions/new";
export const newAutomationHref = `${newActionHref}?begin=automation`;
export const actionsHref = "/settings/actions";
