"use client";

import { Plus } from "lucide-react";
import { focusPath } from "@/components/definition-editor/focus";
import { valueAt } from "@/components/definition-editor/path";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { USER_INPUTS } from "../action-draft";
import { useActionEditor } from "../editor-context";
import { inSteps, onOnePage, pagesOf, withStep } from "../layout-model";
import { PageCard } from "./page-card";
import { RequiredCard } from "./required-card";
import { ValidationsField } from "./validations-field";

const STEPS = [...USER_INPUTS, "steps"];

/** In which order, on which page and under which headings the form asks, and what must hold over several inputs. */
export function LayoutTab() {
  const { definition, change } = useActionEditor();
  const pages = pagesOf(definition);
  const steps = valueAt(definition, STEPS) !== undefined;
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid min-w-0 gap-4">
        <Card className="p-4">
          <Field label="The form is" required>
            <RadioGroup
              className="flex flex-wrap gap-x-6 gap-y-1.5"
              options={[
                { value: "page", label: "On one page" },
                { value: "steps", label: "In steps" },
              ]}
              value={steps ? "steps" : "page"}
              onValueChange={(next) => change(next === "steps" ? inSteps : onOnePage)}
            />
          </Field>
        </Card>
        {pages.map((page, index) => (
          // Steps have no identity of their own: all controls are controlled, so the position serves as key.
          <PageCard key={index} page={page} index={index} pages={pages} />
        ))}
        {steps && (
          <Button
            className="w-fit"
            onClick={() => {
              change(withStep);
              focusPath([...STEPS, pages.length, "title"]);
            }}
          >
            <Plus aria-hidden /> Add step
          </Button>
        )}
      </div>
      <div className="grid min-w-0 gap-5">
        <RequiredCard />
        <Card className="p-4">
          <ValidationsField
            path={[...USER_INPUTS, "validations"]}
            legend="Rules of the form"
            description="What must hold over several inputs before the form can be sent."
          />
        </Card>
      </div>
    </div>
  );
}
