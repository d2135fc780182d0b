/** Single controls of a form. */
import { useState } from "preact/hooks";
import type { DraftFault, FormField, Json } from "../../publish/answers.js";
import { losesNumbers } from "../../publish/numbers.js";
import { readJson, writeJson } from "./publish-model.js";

export interface FieldProps<Field extends FormField = FormField> {
  readonly field: Field;
  readonly value: Json;
  /** JSON pointer. */
  readonly at: string;
  /** What a single control is called for who does not see it. */
  readonly label: string;
  readonly faults: readonly DraftFault[];
  readonly onChange: (value: Json) => void;
}

export type Of<Kind extends FormField["kind"]> = FieldProps<Extract<FormField, { readonly kind: Kind }>>;

/** How a value is written or shown just now. It is kept for this very value: where another comes from elsewhere, it is forgotten. */
export function useKept<Kept>(value: Json): readonly [Kept | undefined, (kept: Kept, value: Json) => void] {
  const [state, setState] = useState<{ readonly kept: Kept; readonly value: string }>();
  const kept = state?.value === JSON.stringify(value) ? state.kept : undefined;
  return [kept, (next, nextValue) => setState({ kept: next, value: JSON.stringify(nextValue) })];
}

export function ChoiceInput({ field: { values }, value, label, onChange }: Of<"choice">) {
  const now = JSON.stringify(value);
  const texts = values.map((one) => JSON.stringify(one));
  return (
    <select aria-label={label} value={now} onChange={({ currentTarget }) => onChange(JSON.parse(currentTarget.value) as Json)}>
      {(texts.includes(now) ? texts : [now, ...texts]).map((text) => (
        <option key={text} value={text}>
          {text}
        </option>
      ))}
    </select>
  );
}

export function TextInput({ field: { format }, value, label, onChange }: Of<"text">) {
  return (
    <input
      aria-label={label}
      placeholder={format}
      spellcheck={false}
      value={value as string}
      onInput={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** What is no number stays text, so that it can be typed on; that it is none is told as any fault. */
export function NumberInput({ field: { whole }, value, label, onChange }: Of<"number">) {
  const [typed, keep] = useKept<string>(value);
  const change = (text: string): void => {
    const read = readJson(text)?.value;
    const next = typeof read === "number" && !losesNumbers(text) ? read : text;
    keep(text, next);
    onChange(next);
  };
  return (
    <input
      aria-label={label}
      inputMode={whole ? "numeric" : "decimal"}
      value={typed ?? (typeof value === "string" ? value : JSON.stringify(value))}
      onInput={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}

export function FlagInput({ value, label, onChange }: Of<"flag">) {
  return (
    <input type="checkbox" aria-label={label} checked={value === true} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
  );
}

/** What cannot be sent yet is kept here, and keeps the form from being sent. */
export function JsonInput({ value, label, onChange }: FieldProps) {
  const [typed, keep] = useKept<string>(value);
  const fault = typed === undefined ? "" : faultOf(typed);
  const change = (text: string): void => {
    const next = faultOf(text) === "" ? (readJson(text)?.value ?? null) : value;
    keep(text, next);
    onChange(next);
  };
  return (
    <>
      <textarea
        ref={(element) => element?.setCustomValidity(fault)}
        aria-label={`${label} as JSON`}
        rows={3}
        spellcheck={false}
        value={typed ?? writeJson(value)}
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
      {fault !== "" && <p class="fault">{fault}</p>}
    </>
  );
}

function faultOf(text: string): string {
  if (readJson(text) === undefined) return "This is no JSON yet.";
  return losesNumbers(text) ? "A number in it cannot be sent as it is written." : "";
}
