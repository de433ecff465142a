/** What `keepEarly` leaves on the window for the page that comes alive. */
export interface Early {
  /**
   * Hands over the key presses so far, oldest first. Later ones the page hears by itself, but for those in parts that do not
   * react yet, from which React keeps them: they are told to `hear`.
   */
  takeKeys: (hear: (event: KeyboardEvent) => void) => KeyboardEvent[];
  /** To be called once the root of the page has come alive; parts of it may follow. */
  live: () => void;
}

declare global {
  interface Window {
    waymarkEarly?: Early;
  }
}

/**
 * Keeps what a person does before the page has come alive, and does it once, as soon as the part that it was done to reacts:
 * text and choices are told to their fields, presses of buttons and submits of forms happen then. Links work by themselves.
 *
 * Its source runs inline before anything else: it must not refer to anything outside of itself.
 */
export function keepEarly(): void {
  type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
  const TICK_MS = 50;
  /** After so many ticks, what React still does not know is not React's: it is done as the browser would have done it. */
  const LAST_TICK = 600;
  const PRESSED =
    "button,[role=button],[role=tab],[role=switch],[role=checkbox],[role=radio],[role=option],[role=combobox]";
  const typed = new Map<Control, string | boolean>();
  const pressed = new Map<HTMLElement, () => void>();
  /** Nodes that were alive a tick ago: what their part does on coming alive is done. */
  const settled = new WeakSet<object>();
  const ending = new AbortController();
  let keys: KeyboardEvent[] = [];
  let hearKey: ((event: KeyboardEvent) => void) | null = null;
  let focused: EventTarget | null = null;
  let rooted = false;
  let ticks = 0;

  // React notes its properties on an element when it takes it over; while its root waits for code, they count for nothing.
  const isAlive = (node: object) =>
    rooted && (ticks > LAST_TICK || Object.keys(node).some((key) => key.startsWith("__reactProps$")));
  const isSwitch = (node: Control): node is HTMLInputElement => /^(checkbox|radio)$/.test(node.type);

  function tell(node: Control, value: string | boolean): void {
    if (isSwitch(node)) {
      if (node.checked === value) node.checked = !value;
      node.click();
      return;
    }
    if (node.type !== "file" && node.value !== value) node.value = String(value);
    // React passes over what it believes to know already: a value that stood there when it came.
    const { _valueTracker: tracker } = node as { _valueTracker?: { setValue(value: string): void } };
    tracker?.setValue("defaultValue" in node ? node.defaultValue : "");
    const isText = "defaultValue" in node && node.type !== "file";
    node.dispatchEvent(new Event(isText ? "input" : "change", { bubbles: true }));
  }

  function settle<Node extends Element, What>(kept: Map<Node, What>, act: (node: Node, what: What) => void) {
    for (const [node, what] of kept)
      if (!node.isConnected) kept.delete(node);
      else if (isAlive(node) && !settled.has(node)) settled.add(node);
      else if (settled.has(node)) {
        kept.delete(node);
        act(node, what);
      }
  }

  function tick(): void {
    ticks++;
    if (focused && isAlive(focused)) {
      if (focused === document.activeElement)
        focused.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
      focused = null;
    }
    // A button acts on what is in the fields: they come first, and their page has a moment to draw it.
    if (typed.size) settle(typed, tell);
    else settle(pressed, (_, press) => press());
    const controls = document.querySelectorAll("a,button,input,textarea,select,form");
    const isOver = document.readyState === "complete" && [...controls].every(isAlive);
    if (isOver && !typed.size && !pressed.size) ending.abort();
    else setTimeout(tick, TICK_MS);
  }

  function on<Name extends keyof WindowEventMap>(name: Name, hear: (event: WindowEventMap[Name]) => void) {
    addEventListener(name, hear, { capture: true, signal: ending.signal });
  }

  function hold(node: HTMLElement, event: Event, press: () => void): void {
    // Done again once it reacts: that was the wish.
    if (isAlive(node)) return void pressed.delete(node);
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed.set(node, press);
  }

  function note(event: Event): void {
    const node = event.target as Control;
    if (!/^(input|textarea|select)$/i.test(node.tagName)) return;
    if (isAlive(node)) typed.delete(node);
    else typed.set(node, isSwitch(node) ? node.checked : node.value);
  }

  on("keydown", (event) => {
    if (hearKey) return isAlive(event.target ?? {}) ? undefined : hearKey(event);
    if (event.repeat || event.isComposing) return;
    // The browser's own search would open before the page's.
    if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === "k")
      event.preventDefault();
    keys.push(event);
  });
  on("input", note);
  on("change", note);
  on("focusin", ({ target }) => (focused = target && !isAlive(target) ? target : null));
  on("click", (event) => {
    const nearest = (event.target as Element).closest<HTMLElement>(`a[href],label,input,select,${PRESSED}`);
    if (nearest?.matches(PRESSED)) hold(nearest, event, () => nearest.click());
  });
  on("submit", (event) => {
    const form = event.target as HTMLFormElement;
    hold(form, event, () => form.requestSubmit());
  });

  window.waymarkEarly = {
    takeKeys: (hear) => {
      const taken = keys;
      keys = [];
      hearKey = hear;
      return taken;
    },
    live: () => {
      if (rooted) return;
      rooted = true;
      tick();
    },
  };
}
