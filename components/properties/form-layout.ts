import { orderedKeys } from "./kind";

export interface FormHeading {
  title?: string | undefined;
  description?: string | undefined;
  visible?: boolean | { jqQuery: string } | undefined;
}

/** What the author of a form says about its order, as published: one order, or steps, with headings among the inputs. */
export interface FormOrder {
  properties: Readonly<Record<string, unknown>>;
  order?: readonly string[] | undefined;
  titles?: Readonly<Record<string, FormHeading>> | undefined;
  steps?:
    | readonly {
        title: string;
        order?: readonly string[] | undefined;
        visible?: boolean | { jqQuery: string } | undefined;
      }[]
    | undefined;
}

export interface FormSection {
  heading: FormHeading | null;
  keys: string[];
}

/** The inputs under their headings, in order; what is named nowhere stands at the end. A heading without inputs is left out. */
export function formSections({ properties, order, titles = {}, steps }: FormOrder): FormSection[] {
  const sections: FormSection[] = [{ heading: null, keys: [] }];
  const placed = new Set<string>();
  const place = (name: string) => {
    const heading = Object.hasOwn(titles, name) ? titles[name] : undefined;
    if (heading) {
      if (heading.visible !== false) sections.push({ heading, keys: [] });
    } else if (Object.hasOwn(properties, name) && !placed.has(name)) {
      placed.add(name);
      sections.at(-1)?.keys.push(name);
    }
  };
  for (const step of steps ?? []) {
    if (step.visible !== false) sections.push({ heading: { title: step.title }, keys: [] });
    step.order?.forEach(place);
  }
  order?.forEach(place);
  for (const key of orderedKeys(properties)) place(key);
  return sections.filter((section) => section.keys.length > 0);
}
