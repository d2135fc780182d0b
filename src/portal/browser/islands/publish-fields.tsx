/** A form for a value, as its schema asks for it. What a form cannot show, and a value that does not fit its form, is edited as JSON. */
import { childPointer } from "../../payload/pointer.js";
import type { DraftFault, FormField, FormProperty, Json } from "../../publish/answers.js";
import { ChoiceInput, type FieldProps, FlagInput, JsonInput, NumberInput, type Of, TextInput, useKept } from "./publish-inputs.js";
import { isObject } from "./publish-model.js";

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
            value={own(value, property.name)}
            at={childPointer(at, property.name)}
            faults={faults}
            onChange={(next) => change(property.name, next)}
          />
        </li>
      ))}
      {others.length > 0 && <li class="about">Besides, in the JSON: {others.join(", ")}.</li>}
    </ul>
  );
}

/** Not what every object inherits: a property may be called `constructor`. */
const own = (value: { readonly [name: string]: Json }, name: string): Json | undefined =>
  Object.hasOwn(value, name) ? value[name] : undefined;

interface PropertyProps {
  readonly property: FormProperty;
  readonly value: Json | undefined;
  readonly at: string;
  readonly faults: readonly DraftFault[];
  readonly onChange: (value: Json | undefined) => void;
}

function PropertyForm({ property: { name, required, description, field }, value, at, faults, onChange }: PropertyProps) {
  const here = faults.filter(({ pointer }) => pointer === at);
  return (
    <div class={here.length > 0 ? "property bad" : "property"}>
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
      {here.map(({ sentence }) => (
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
              at={childPointer(at, index)}
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
  const { alternatives } = field;
  // What was chosen stays while it is written in, whatever else the value would fit.
  const [chosen, keep] = useKept<number>(value);
  const at = chosen ?? likeliest(alternatives, value);
  const shown = alternatives[at];
  const change = (next: Json, index: number): void => {
    keep(index, next);
    onChange(next);
  };
  return (
    <>
      <select
        aria-label={`Kind of ${label}`}
        value={String(at)}
        onChange={({ currentTarget }) => change(alternatives[Number(currentTarget.value)]?.start ?? null, Number(currentTarget.value))}
      >
        {alternatives.map(({ name }, index) => (
          <option key={index} value={String(index)}>
            {name}
          </option>
        ))}
      </select>
      {shown !== undefined && <FieldForm {...props} key={at} field={shown.field} onChange={(next) => change(next, at)} />}
    </>
  );
}

/** Of those that a value fits, the first that names most of its properties; the first of all where it fits none. */
function likeliest(alternatives: Of<"alternatives">["field"]["alternatives"], value: Json): number {
  const fitting = alternatives.flatMap(({ field }, index) => (fits(field, value) ? [{ index, strangers: strangersIn(field, value) }] : []));
  return fitting.toSorted((one, other) => one.strangers - other.strangers)[0]?.index ?? 0;
}

const strangersIn = (field: FormField, value: Json): number =>
  field.kind === "object" && isObject(value)
    ? Object.keys(value).filter((name) => !field.properties.some((property) => property.name === name)).length
    : 0;

/** By what only one of the alternatives allows: constants first of all. */
function fits(field: FormField, value: Json | undefined): boolean {
  if (field.kind === "choice") return field.values.some((one) => JSON.stringify(one) === JSON.stringify(value));
  if (field.kind === "object") {
    if (!isObject(value)) return false;
    return field.properties.every(({ name, required, field: inner }) => {
      const inside = own(value, name);
      return inside === undefined ? !required : inner.kind !== "choice" || fits(inner, inside);
    });
  }
  if (field.kind === "list") return Array.isArray(value);
  if (field.kind === "text") return typeof value === "string";
  if (field.kind === "number") return typeof value === "number";
  return field.kind === "flag" ? typeof value === "boolean" : true;
}

function startOf(field: FormField): Json {
  if (field.kind === "object") {
    return Object.fromEntries(field.properties.filter(({ required }) => required).map(({ name, field: inner }) => [name, startOf(inner)]));
  }
  if (field.kind === "alternatives") return field.alternatives[0]?.start ?? null;
  if (field.kind === "choice") return field.values[0] ?? null;
  return { list: [], text: "", number: 0, flag: false, json: null }[field.kind];
}
