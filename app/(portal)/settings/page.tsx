import { redirect } from "next/navigation";

/** The section has no page of its own: it opens at the one that everybody may see. */
export default function SettingsIndex(): never {
  redirect("/settings/teams");
}
