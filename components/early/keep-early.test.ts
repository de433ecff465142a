import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { keepEarly } from "./keep-early";

/** Ticks after which a part that has come alive has been told everything. */
const SETTLED_MS = 200;
const GIVEN_UP_MS = 60_000;

/** As much of an element as the script touches. */
class FakeElement {
  isConnected = true;
  tagName = "INPUT";
  type = "text";
  value = "";
  defaultValue = "";
  checked = false;
  /** What happened to it, in order. */
  log: string[];
  _valueTracker = { setValue: (value: string) => this.log.push(`believed “${value}”`) };

  constructor(
    readonly kind: string,
    log: string[] = [],
  ) {
    this.log = log;
  }
  closest = () => (this.kind === "link" || this.kind === "button" ? this : null);
  matches = () => this.kind === "button";
  click = () => {
    this.log.push(`clicked ${this.kind}`);
    this.checked = !this.checked;
  };
  requestSubmit = () => this.log.push("submitted");
  dispatchEvent = (event: Event) => this.log.push(`${event.type} “${this.value}”`);
  /** React takes it over. */
  live(): this {
    return Object.assign(this, { __reactProps$1: {} });
  }
}

const page = { readyState: "complete", activeElement: null as unknown, controls: [] as FakeElement[] };
let listeners: Map<string, ((event: object) => void)[]>;

/** A person's doing; says whether the browser was kept from acting on it. */
function person(name: string, target: object, more: object = {}): boolean {
  let prevented = false;
  const stop = () => (prevented = true);
  const event = { type: name, target, preventDefault: stop, stopImmediatePropagation: stop, ...more };
  for (const listener of listeners.get(name) ?? []) listener(event);
  return prevented;
}

const type = (node: FakeElement, value: string) => {
  node.value = value;
  person("input", node);
};

beforeEach(() => {
  vi.useFakeTimers();
  listeners = new Map();
  Object.assign(page, { readyState: "complete", activeElement: null, controls: [] });
  vi.stubGlobal("window", {});
  vi.stubGlobal("document", {
    get readyState() {
      return page.readyState;
    },
    get activeElement() {
      return page.activeElement;
    },
    querySelectorAll: () => page.controls,
  });
  vi.stubGlobal("FocusEvent", Event);
  vi.stubGlobal(
    "addEventListener",
    (name: string, listener: (event: object) => void, { signal }: { signal: AbortSignal }) => {
      listeners.set(name, [...(listeners.get(name) ?? []), listener]);
      signal.addEventListener("abort", () => listeners.delete(name));
    },
  );
  // As it runs in a page: its source alone, with nothing around it.
  new Function(`(${keepEarly.toString()})()`)();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const live = () => window.waymarkEarly?.live();
const take = (hear: (event: KeyboardEvent) => void = () => undefined) =>
  window.waymarkEarly?.takeKeys(hear) ?? [];
const settle = (ms = SETTLED_MS) => vi.advanceTimersByTime(ms);

describe("text typed before the page lives", () => {
  test("is told once its field has come alive, and only once", () => {
    const field = new FakeElement("field");
    type(field, "orders");
    live();
    settle();
    expect(field.log).toEqual([]);
    field.live();
    settle();
    expect(field.log).toEqual(["believed “”", "input “orders”"]);
    settle();
    expect(field.log).toHaveLength(2);
  });

  test("counts for nothing while the root still waits for code", () => {
    const field = new FakeElement("field").live();
    type(field, "orders");
    settle();
    expect(field.log).toEqual([]);
  });

  test("is put back where React drew the field anew", () => {
    const field = new FakeElement("field");
    type(field, "orders");
    live();
    field.live().value = "";
    settle();
    expect(field.log.at(-1)).toBe("input “orders”");
  });

  test("is not told where more was typed once the field was alive: that told it all", () => {
    const field = new FakeElement("field");
    type(field, "ord");
    live();
    type(field.live(), "orders");
    settle();
    expect(field.log).toEqual([]);
  });

  test("is dropped with a field that is gone", () => {
    const field = new FakeElement("field");
    type(field, "orders");
    live();
    field.live().isConnected = false;
    settle();
    expect(field.log).toEqual([]);
  });

  test("a choice is told by a change, a check by a click that leaves it as it was put", () => {
    const select = Object.assign(new FakeElement("select"), { tagName: "SELECT", type: "select-one" });
    Reflect.deleteProperty(select, "defaultValue");
    const box = Object.assign(new FakeElement("box"), { type: "checkbox", checked: true });
    type(select, "prod");
    person("change", box);
    live();
    select.live();
    box.live();
    settle();
    expect(select.log.at(-1)).toBe("change “prod”");
    expect(box.log).toEqual(["clicked box"]);
    expect(box.checked).toBe(true);
  });

  test("the field that has the focus is told so first", () => {
    const field = new FakeElement("field");
    page.activeElement = field;
    person("focusin", field);
    type(field, "orders");
    live();
    field.live();
    settle();
    expect(field.log[0]).toMatch(/^focusin/);
    expect(field.log.at(-1)).toBe("input “orders”");
  });
});

describe("what is pressed before the page lives", () => {
  test("a button pressed twice is clicked once, after the text before it was told", () => {
    const log: string[] = [];
    const field = new FakeElement("field", log);
    const button = new FakeElement("button", log);
    type(field, "orders");
    expect(person("click", button)).toBe(true);
    expect(person("click", button)).toBe(true);
    live();
    field.live();
    button.live();
    settle();
    expect(log).toEqual(["believed “”", "input “orders”", "clicked button"]);
  });

  test("a button pressed again once it reacts is not clicked by anybody else", () => {
    const button = new FakeElement("button");
    person("click", button);
    live();
    expect(person("click", button.live())).toBe(false);
    settle();
    expect(button.log).toEqual([]);
  });

  test("a form is submitted once", () => {
    const form = new FakeElement("form");
    expect(person("submit", form)).toBe(true);
    expect(person("submit", form)).toBe(true);
    live();
    form.live();
    settle();
    expect(form.log).toEqual(["submitted"]);
  });

  test("links work by themselves", () => {
    expect(person("click", new FakeElement("link"))).toBe(false);
  });

  test("a button that never becomes React's is left to the browser in the end", () => {
    const button = new FakeElement("button");
    page.controls = [button];
    person("click", button);
    live();
    settle();
    expect(button.log).toEqual([]);
    settle(GIVEN_UP_MS);
    expect(button.log).toEqual(["clicked button"]);
    expect(listeners.size).toBe(0);
  });

  test("it ends when everything is alive, and not while the page is still arriving", () => {
    const button = new FakeElement("button");
    page.controls = [button];
    page.readyState = "loading";
    live();
    settle();
    page.readyState = "complete";
    settle();
    expect(listeners.size).toBeGreaterThan(0);
    button.live();
    settle();
    expect(listeners.size).toBe(0);
  });
});

describe("keys pressed before the page lives", () => {
  test("are handed over once, without repeats and parts of a composition", () => {
    person("keydown", {}, { key: "g" });
    person("keydown", {}, { key: "g", repeat: true });
    person("keydown", {}, { key: "a", isComposing: true });
    person("keydown", {}, { key: "a" });
    expect(take().map(({ key }) => key)).toEqual(["g", "a"]);
    expect(take()).toEqual([]);
  });

  test("once handed over, only those in parts that do not react yet are told", () => {
    const heard: string[] = [];
    const row = new FakeElement("row");
    page.controls = [row];
    take((event) => heard.push(event.key));
    live();
    person("keydown", new FakeElement("body").live(), { key: "g" });
    person("keydown", row, { key: "j" });
    expect(heard).toEqual(["j"]);
    expect(take()).toEqual([]);
  });

  test("of them, only the palette's is kept from the browser, and only until they are handed over", () => {
    expect(person("keydown", {}, { key: "k", metaKey: true })).toBe(true);
    expect(person("keydown", {}, { key: "K", ctrlKey: true })).toBe(true);
    expect(person("keydown", {}, { key: "k", ctrlKey: true, altKey: true })).toBe(false);
    expect(person("keydown", {}, { key: "g" })).toBe(false);
    take();
    expect(person("keydown", {}, { key: "k", metaKey: true })).toBe(false);
  });
});
