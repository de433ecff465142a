import { redirect } from "next/navigation";

/** Insights begin with the four dimensions side by side. */
export default function InsightsHome() {
  redirect("/insights/core4");
}
