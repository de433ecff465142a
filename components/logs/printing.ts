import { flushSync } from "react-dom";

let printing = false;

/** Whether the page is being printed: what is virtual has to be drawn in full before the browser takes its picture. */
export const subscribePrinting = {
  read: (): boolean => printing,
  subscribe(notify: () => void): () => void {
    const set = (value: boolean) => () => {
      printing = value;
      flushSync(notify);
    };
    const begin = set(true);
    const end = set(false);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  },
};
