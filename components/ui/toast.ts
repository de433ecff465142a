/** A message in the corner, announced politely. */
export interface ToastMessage {
  id: string;
  tone: "success" | "danger" | "info";
  title: string;
  description?: string;
  /** One command, such as Undo. */
  action?: { label: string; run: () => void };
}

type ToastOptions = Omit<ToastMessage, "id" | "tone" | "title">;

const listeners = new Set<(message: ToastMessage) => void>();
const waiting: ToastMessage[] = [];
let nextId = 1;

function show(tone: ToastMessage["tone"], title: string, options: ToastOptions = {}): void {
  const message = { id: `toast-${nextId++}`, tone, title, ...options };
  if (listeners.size === 0) waiting.push(message);
  else for (const listener of listeners) listener(message);
}

/** Shows a message: `toast.success("Blueprint saved", { action: { label: "Undo", run } })`. Errors of a form belong into the form. */
export const toast = {
  success: (title: string, options?: ToastOptions): void => show("success", title, options),
  error: (title: string, options?: ToastOptions): void => show("danger", title, options),
  info: (title: string, options?: ToastOptions): void => show("info", title, options),
};

/** Receives messages, first those that came before anyone listened. Returns how to stop. */
export function onToast(listener: (message: ToastMessage) => void): () => void {
  listeners.add(listener);
  for (const message of waiting.splice(0)) listener(message);
  return () => listeners.delete(listener);
}
