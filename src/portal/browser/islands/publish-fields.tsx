/** A form for a value, as its schema asks for it. What a form cannot show, and a value that does not fit its form, is edited as JSON. */
import { useState } from "preact/hooks";
import type { DraftFault, FormField, FormProperty, Json } from "../../publish/answers.js";
import { isObject, readJson, writeJson } from "./publish-model.js";

interface FieldProps<Field extends FormField = FormField> {
  readonly field: Field;
  readonly value: Json;
  /** JSON pointer. */
  readonly at: string;
  /** What a single control is called for who does not see it. */
  readonly label: string;
  readonly faults: readonly DraftFault[];
  readonly onChange: (value: Json) => void;
}

type Of<Kind extends FormField["kind"]> = FieldProps<Extract<FormField, { readonly kind: Kind }>>;

export function FieldForm(props: FieldProps) {
  const { field, value } = props;
  if (field.kind === "object" && isObject(value)) return <ObjectForm {...props} field={field} />;
  if (field.kind === "list" && Array.isArray(value)) return <ListForm {...props} field={field} />;
  if (field.kind === "alternatives") return <AlternativesForm {...props} field={field} />;
  if (field.kind === "choice") return <ChoiceInput {...props} field={field} />;
  if (field.kind === "text" && typeof value === "string") return <TextInput {...props} field={field} />;
  if (field.kind === "number" && (typeof value === "number" || typeof value === "string")) return <NumberInput {...props} field={field} />;
  if (field.kind === "flag" && typeof value === "boolean") return <FlagInput {...props} field={field} />;
  return <JsonInput {...props} />;
}

function ObjectForm({ field: { properties }, value, at, faults, onChange }: Of<"object">) {
  if (!isObject(value)) return null;
  const change = (name: string, next: Json | undefined): void => {
    const { [name]: _, ...others } = value;
    // A property that was there stays in its place.
    onChange(next === undefined ? others : { ...value, [name]: next });
  };
  const others = Object.keys(value).filter((name) => !properties.some((property) => property.name === name));
  return (
    <ul class="form">
      {properties.map((property) => (
        <li key={property.name}>
          <PropertyForm
            property={property}
            value={value[property.name]}
            at={`${at}/${escaped(property.name)}`}
            faults={faults}
            onChange={(next) => change(property.name, next)}
          />
        </li>
      ))}
      {others.length > 0 && <li class="about">Besides, in the JSON: {others.join(", ")}.</li>}
    </ul>
  );
}

interface PropertyProps {
  readonly property: FormProperty;
  readonly value: Json | undefined;
  readonly at: string;
  readonly faults: readonly DraftFault[];
  readonly onChange: (value: Json | undefined) => void;
}

function PropertyForm({ property: { name, required, description, field }, value, at, faults, onChange }: PropertyProps) {
  const own = faults.filter(({ pointer }) => pointer === at);
  return (
    <div class={own.length > 0 ? "property bad" : "property"}>
      <p class="field">
        <code class="name">{name}</code> {required && <span class="badge plain">required</span>}{" "}
        {value === undefined ? (
          <button type="button" onClick={() => onChange(startOf(field))}>
            Add <span class="unseen">{name}</span>
          </button>
        ) : (
          !required && (
            <button type="button" onClick={() => onChange(undefined)}>
              Leave out <span class="unseen">{name}</span>
            </button>
          )
        )}
      </p>
      {description !== undefined && <p class="about">{description}</p>}
      {value !== undefined && <FieldForm field={field} value={value} at={at} label={name} faults={faults} onChange={onChange} />}
      {own.map(({ sentence }) => (
        <p key={sentence} class="fault">
          {sentence}
        </p>
      ))}
    </div>
  );
}

function ListForm({ field: { items }, value, at, label, faults, onChange }: Of<"list">) {
  const list = value as readonly Json[];
  return (
    <>
      <ol class="form">
        {list.map((item, index) => (
          <li key={index}>
            <FieldForm
              field={items}
              value={item}
              at={`${at}/${index}`}
              label={`${label} ${index + 1}`}
              faults={faults}
              onChange={(next) => onChange(list.with(index, next))}
            />
            <button type="button" onClick={() => onChange(list.toSpliced(index, 1))}>
              Remove{" "}
              <span class="unseen">
                {label} {index + 1}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <button type="button" onClick={() => onChange([...list, startOf(items)])}>
        Add <span class="unseen">to {label}</span>
      </button>
    </>
  );
}

function AlternativesForm(props: Of<"alternatives">) {
  const { field, value, label, onChange } = props;
  const at = Math.max(
    0,
    field.alternatives.findIndex((one) => fits(one.field, value)),
  );
  const shown = field.alternatives[at];
  return (
    <>
      <select
        aria-label={`Kind of ${label}`}
        value={String(at)}
        onChange={({ currentTarget }) => onChange(field.alternatives[Number(currentTarget.value)]?.start ?? null)}
      >
        {field.alternatives.map(({ name }, index) => (
          <option key={index} value={String(index)}>
            {name}
          </option>
        ))}
      </select>
      {shown !== undefined && <FieldForm {...props} field={shown.field} />}
    </>
  );
}

/** By what only one of the alternatives allows: constants first of all. */
function fits(field: FormField, value: Json | undefined): boolean {
  if (field.kind === "choice") return field.values.some((one) => JSON.stringify(one) === JSON.stringify(value));
  if (field.kind === "object") {
    if (!isObject(value)) return false;
    return field.properties.every(({ name, required, field: inner }) => {
      const own = value[name];
      return own === undefined ? !required : inner.kind !== "choice" || fits(inner, own);
    });
  }
  if (field.kind === "list") return Array.isArray(value);
  if (field.kind === "text") return typeof value === "string";
  if (field.kind === "number") return typeof value === "number";
  return field.kind === "flag" ? typeof value === "boolean" : true;
}

function ChoiceInput({ field: { values }, value, label, onChange }: Of<"choice">) {
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

function TextInput({ field: { format }, value, label, onChange }: Of<"text">) {
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
function NumberInput({ field: { whole }, value, label, onChange }: Of<"number">) {
  const read = (text: string): Json => (text.trim() !== "" && String(Number(text)) === text.trim() ? Number(text) : text);
  return (
    <input
      aria-label={label}
      inputMode={whole ? "numeric" : "decimal"}
      value={typeof value === "string" ? value : JSON.stringify(value)}
      onInput={({ currentTarget }) => onChange(read(currentTarget.value))}
    />
  );
}

function FlagInput({ value, label, onChange }: Of<"flag">) {
  return (
    <input type="checkbox" aria-label={label} checked={value === true} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
  );
}

function JsonInput({ value, label, onChange }: FieldProps) {
  const [text, setText] = useState<string>();
  const change = (next: string): void => {
    const read = readJson(next);
    setText(read === undefined ? next : undefined);
    if (read !== undefined) onChange(read.value);
  };
  return (
    <>
      <textarea
        aria-label={`${label} as JSON`}
        rows={3}
        spellcheck={false}
        value={text ?? writeJson(value)}
        onInput={({ currentTarget }) => change(currentTarget.value)}
      />
      {text !== undefined && <p class="fault">This is no JSON yet.</p>}
    </>
  );
}

function startOf(field: FormField): Json {
  if (field.kind === "object") {
    return Object.fromEntries(field.properties.filter(({ required }) => required).map(({ name, field: inner }) => [name, startOf(inner)]));
  }
  if (field.kind === "alternatives") return field.alternatives[0]?.start ?? null;
  if (field.kind === "choice") return field.values[0] ?? null;
  return { list: [], text: "", number: 0, flag: false, json: null }[field.kind];
}

/** RFC 6901. */
const escaped = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");
