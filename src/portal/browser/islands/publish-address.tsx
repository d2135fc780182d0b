/** What is said of a message besides its payload. */
import type { Parameter } from "../../publish/answers.js";
import type { PartProps } from "./publish-text.js";

export function Parameters({ opening, draft: { parameters }, onChange }: PartProps) {
  const change = (name: string, value: string): void => onChange({ parameters: { ...parameters, [name]: value } });
  return (
    <fieldset>
      <legend>Parameters of the routing key</legend>
      {opening.parameters.map((parameter) => (
        <ParameterInput
          key={parameter.name}
          parameter={parameter}
          value={parameters[parameter.name] ?? ""}
          onChange={(value) => change(parameter.name, value)}
        />
      ))}
    </fieldset>
  );
}

interface ParameterProps {
  readonly parameter: Parameter;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function ParameterInput({ parameter: { name, description, enum: values, found }, value, onChange }: ParameterProps) {
  return (
    <label for={`parameter-${name}`}>
      <code>{name}</code> {description ?? ""}
      {values.length > 0 ? (
        <select id={`parameter-${name}`} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          {(found ? ["", ...values] : values).map((each) => (
            <option key={each} value={each}>
              {each === "" ? "as the message says" : each}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={`parameter-${name}`}
          value={value}
          placeholder={found ? "as the message says" : ""}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </label>
  );
}

export function Properties({ opening, draft, onChange }: PartProps) {
  const { headers, correlationId, priority, expirationMs } = draft;
  return (
    <details open={opening.headersForm !== undefined}>
      <summary>Headers and properties</summary>
      <label>
        Headers, as JSON
        <textarea
          rows={Math.max(2, headers.split("\n").length)}
          spellcheck={false}
          value={headers}
          onInput={({ currentTarget }) => onChange({ headers: currentTarget.value })}
        />
      </label>
      <div class="row">
        <label>
          Correlation id
          <input value={correlationId} onInput={({ currentTarget }) => onChange({ correlationId: currentTarget.value })} />
        </label>
        <label>
          Priority
          <input inputMode="numeric" value={priority} onInput={({ currentTarget }) => onChange({ priority: currentTarget.value })} />
        </label>
        <label>
          Expires after, milliseconds
          <input
            inputMode="numeric"
            value={expirationMs}
            onInput={({ currentTarget }) => onChange({ expirationMs: currentTarget.value })}
          />
        </label>
      </div>
    </details>
  );
}
