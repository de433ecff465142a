/** Roles as permissions publish them, with the words for people. */
export const ROLES = [
  { value: "Admin", label: "Administrators" },
  { value: "Member", label: "Everybody" },
];
