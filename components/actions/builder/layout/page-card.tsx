"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { TextAt } from "@/components/definition-editor/bound-fields";
import { focusPath } from "@/components/definition-editor/focus";
import { freeKey } from "@/components/definition-editor/keys";
import { withValue } from "@/components/definition-editor/path";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { inputsOf, USER_INPUTS } from "../action-draft";
import { SwitchField } from "../dynamic/switch-field";
import { useActionEditor } from "../editor-context";
import { headingsOf, movedStep, placedInLayout, TITLES, withoutStep } from "../layout-model";
import type { LayoutPage } from "../layout-model";
import { PlaceList } from "./place-list";
import { ValidationsField } from "./validations-field";

/** A page of the form: what stands on it, and for a step when it is shown and what must hold before the next. */
export function PageCard({
  page,
  index,
  pages,
}: {
  page: LayoutPage;
  index: number;
  pages: readonly LayoutPage[];
}) {
  const { definition, change } = useActionEditor();
  const isStep = page.step !== null;
  const name = page.title || `Step ${index + 1}`;
  const path = [...USER_INPUTS, "steps", index];
  const addHeading = () => {
    const key = freeKey("heading", [
      ...Object.keys(inputsOf(definition)),
      ...Object.keys(headingsOf(definition)),
    ]);
    change((before) =>
      placedInLayout(
        withValue(before, [...TITLES, key], { title: "Heading" }),
        key,
        index,
        // At the top of what it is going to head.
        0,
      ),
    );
    focusPath([...TITLES, key, "title"]);
  };
  return (
    <Card className="min-w-0 p-4">
      <section
        aria-label={isStep ? `Step ${index + 1}` : "Order of the form"}
        className="@container grid min-w-0 gap-4"
      >
        {isStep && (
          <div className="flex flex-wrap items-end gap-2">
            <TextAt
              path={[...path, "title"]}
              label={`Title of step ${index + 1}`}
              required
              className="min-w-48 flex-1"
            />
            <div className="flex gap-1 pb-0.5">
              <Button
                size="icon"
                variant="ghost"
                aria-label={`Move the step ${name} up`}
                aria-disabled={index === 0}
                onClick={() => change((before) => movedStep(before, index, -1))}
              >
                <ArrowUp aria-hidden />
              </Button>
              <Button
                size="icon"
                variant="ghost"
                aria-label={`Move the step ${name} down`}
                aria-disabled={index === pages.length - 1}
                onClick={() => change((before) => movedStep(before, index, 1))}
              >
                <ArrowDown aria-hidden />
              </Button>
              <Button
                size="icon"
                variant="ghost"
                aria-label={`Remove the step ${name}`}
                title={pages.length === 1 ? "A form in steps has at least one." : undefined}
                disabled={pages.length === 1}
                onClick={() => change((before) => withoutStep(before, index))}
              >
                <Trash2 aria-hidden />
              </Button>
            </div>
          </div>
        )}
        <PlaceList page={page} index={index} pages={pages} />
        <Button size="sm" className="w-fit" onClick={addHeading}>
          <Plus aria-hidden /> Add heading
        </Button>
        {isStep && (
          <div className="grid gap-4 border-t pt-4">
            <SwitchField
              path={[...path, "visible"]}
              label="Step is shown"
              conditionLabel={`Step ${index + 1} is shown when`}
              description="Inputs of a hidden step send their defaults and are never required."
              usual
            />
            <ValidationsField
              path={[...path, "validations"]}
              legend="Rules of the step"
              description="What must hold before the next step."
            />
          </div>
        )}
      </section>
    </Card>
  );
}
