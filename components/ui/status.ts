/** The five meanings a colour may have. */
export type Tone = "success" | "warning" | "danger" | "info" | "neutral";
/** The drawing beside the word, so that a state never depends on colour alone. */
export type StatusIcon = "check" | "cross" | "alert" | "clock" | "spin" | "stop" | "dot" | "hand";

export interface StatusLook {
  tone: Tone;
  icon: StatusIcon;
  label: string;
}

const looks: Record<string, [Tone, StatusIcon]> = {
  succeeded: ["success", "check"],
  success: ["success", "check"],
  applied: ["success", "check"],
  approved: ["success", "check"],
  completed: ["success", "check"],
  done: ["success", "check"],
  active: ["success", "check"],
  healthy: ["success", "check"],
  passed: ["success", "check"],
  ready: ["success", "check"],
  published: ["success", "check"],
  failed: ["danger", "cross"],
  failure: ["danger", "cross"],
  error: ["danger", "cross"],
  denied: ["danger", "cross"],
  blocked: ["danger", "alert"],
  interrupted: ["danger", "alert"],
  declined: ["danger", "hand"],
  rejected: ["danger", "hand"],
  queued: ["neutral", "clock"],
  created: ["neutral", "dot"],
  draft: ["neutral", "dot"],
  pending: ["neutral", "clock"],
  scheduled: ["neutral", "clock"],
  skipped: ["neutral", "dot"],
  cancelled: ["neutral", "stop"],
  canceled: ["neutral", "stop"],
  expired: ["neutral", "stop"],
  superseded: ["neutral", "stop"],
  destroyed: ["neutral", "stop"],
  inactive: ["neutral", "dot"],
  running: ["info", "spin"],
  in_progress: ["info", "spin"],
  planning: ["info", "spin"],
  applying: ["info", "spin"],
  starting: ["info", "spin"],
  preparing: ["info", "spin"],
  destroying: ["info", "spin"],
  initializing: ["info", "spin"],
  planned: ["info", "check"],
  cancelling: ["warning", "spin"],
  warning: ["warning", "alert"],
  waiting: ["warning", "clock"],
  awaiting_approval: ["warning", "clock"],
  waiting_for_approval: ["warning", "clock"],
  pending_approval: ["warning", "clock"],
  stale: ["warning", "alert"],
  degraded: ["warning", "alert"],
  drifted: ["warning", "alert"],
};

/** "WAITING_FOR_APPROVAL" to "Waiting for approval". */
export function humanizeStatus(status: string): string {
  const words = status
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[_\-\s]+/g, " ")
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How a lifecycle word looks; a word that is not known is neutral with a dot, never a wrong colour. */
export function statusLook(status: string): StatusLook {
  const key = status
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/[\s-]+/g, "_")
    .toLowerCase();
  const [tone, icon] = (Object.hasOwn(looks, key) ? looks[key] : undefined) ?? (["neutral", "dot"] as const);
  return { tone, icon, label: humanizeStatus(status) };
}
