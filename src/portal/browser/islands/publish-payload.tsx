/** The payload: as a form, or as JSON. */
import { useState } from "preact/hooks";
import type { DraftFault } from "../../publish/answers.js";
import { FieldForm } from "./publish-fields.js";
import { readJson, writeJson } from "./publish-model.js";
import type { PartProps } from "./publish-text.js";

export function Payload({ opening, draft: { payload }, faults, onChange }: PartProps & { readonly faults: readonly DraftFault[] }) {
  const [asForm, setAsForm] = useState(opening.form.kind !== "json");
  const read = readJson(payload);
  const own = faults.filter(({ part }) => part === "payload");
  return (
    <fieldset>
      <legend>Payload</legend>
      <Views
        asForm={asForm}
        canForm={opening.form.kind !== "json"}
        onView={setAsForm}
        onExample={() => onChange({ payload: writeJson(opening.example) })}
      />
      {opening.filled.length > 0 && <p class="about">Filled in where it is left out: {opening.filled.join(", ")}.</p>}
      {asForm && read !== undefined ? (
        <FieldForm
          field={opening.form}
          value={read.value}
          at=""
          label="payload"
          faults={own}
          onChange={(value) => onChange({ payload: writeJson(value) })}
        />
      ) : (
        <>
          {asForm && <p class="about">This is no JSON, so that no form can be made of it.</p>}
          <textarea
            aria-label="Payload as JSON"
            rows={Math.min(30, payload.split("\n").length + 1)}
            spellcheck={false}
            value={payload}
            onInput={({ currentTarget }) => onChange({ payload: currentTarget.value })}
          />
        </>
      )}
    </fieldset>
  );
}

interface ViewsProps {
  readonly asForm: boolean;
  readonly canForm: boolean;
  readonly onView: (asForm: boolean) => void;
  readonly onExample: () => void;
}

const Views = ({ asForm, canForm, onView, onExample }: ViewsProps) => (
  <p class="row">
    <button type="button" aria-pressed={asForm} disabled={!canForm} onClick={() => onView(true)}>
      Form
    </button>
    <button type="button" aria-pressed={!asForm} onClick={() => onView(false)}>
      JSON
    </button>
    <button type="button" onClick={onExample}>
      Example again
    </button>
  </p>
);
