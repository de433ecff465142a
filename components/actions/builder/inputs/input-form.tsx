"use client";

import { TextAt } from "@/components/definition-editor/bound-fields";
import { IconAt } from "@/components/definition-editor/icon-picker";
import { MemberSchemaField } from "@/components/definition-editor/property/member-schema-field";
import { Card } from "@/components/ui/card";
import { Fieldset } from "@/components/ui/field";
import type { PropertyDefinition } from "@/server/properties/schema";
import { INPUTS, inputsOf } from "../action-draft";
import { SwitchField } from "../dynamic/switch-field";
import { useActionEditor } from "../editor-context";
import { DependsOnField } from "./depends-on-field";
import { EncryptionField } from "./encryption-field";
import { InputDefault } from "./input-default";
import { InputHeader } from "./input-header";
import { InputKindField } from "./input-kind-field";
import { InputConstraints } from "./input-constraints";
import { PickerFields } from "./picker-fields";
import { RequiredField } from "./required-field";
import { UnknownKeys } from "./unknown-keys";

interface InputFormProps {
  inputKey: string;
  onRenamed: (key: string) => void;
  onRemove: () => void;
  onDuplicate: () => void;
}

/** Everything about one input. */
export function InputForm(props: InputFormProps) {
  const { inputKey } = props;
  const { definition } = useActionEditor();
  const input = inputsOf(definition)[inputKey] as PropertyDefinition | undefined;
  if (!input) return null;
  const path = [...INPUTS, inputKey];
  return (
    <>
      <InputHeader {...props} />
      <Card className="grid gap-4 p-4">
        <InputKindField path={path} />
        <PickerFields path={path} inputKey={inputKey} />
        <InputConstraints path={path} />
        <MemberSchemaField path={path} />
        <EncryptionField path={path} />
        <UnknownKeys input={input} />
      </Card>
      <Card className="grid gap-4 p-4">
        <Fieldset legend="Filling in">
          <RequiredField inputKey={inputKey} />
          <InputDefault path={path} />
          <div className="grid items-start gap-4 @xl:grid-cols-2">
            <TextAt
              path={[...path, "placeholder"]}
              label="Example in the empty field"
              placeholder="payments-api"
            />
            <IconAt path={[...path, "icon"]} />
          </div>
          <TextAt path={[...path, "description"]} label="Description" rows={2} />
        </Fieldset>
      </Card>
      <Card className="grid gap-4 p-4">
        <Fieldset
          legend="When it is asked for"
          description="A hidden input sends its default and nothing else, and is never required."
        >
          <DependsOnField inputKey={inputKey} />
          <SwitchField
            path={[...path, "visible"]}
            label="Shown"
            conditionLabel="Shown when"
            usual
            own={inputKey}
          />
          <SwitchField
            path={[...path, "disabled"]}
            label="Closed"
            conditionLabel="Closed when"
            description="Shown, but with its default only."
            usual={false}
            own={inputKey}
          />
          <SwitchField
            path={[...path, "readOnly"]}
            label="Read only"
            conditionLabel="Read only when"
            description="The same, drawn as text that can be copied."
            usual={false}
            own={inputKey}
          />
        </Fieldset>
      </Card>
    </>
  );
}
