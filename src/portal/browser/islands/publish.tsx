/** Writing a message and sending it: what, then how it reads, checked while it is written. */
import { useEffect, useState } from "preact/hooks";
import type { Choice, Opening } from "../../publish/answers.js";
import { ask, sentenceOf } from "../api.js";
import { PublishDraft } from "./publish-draft.js";
import type { Chosen } from "./publish-model.js";

export function Publish() {
  const { value: offered, trouble } = useAnswer<{ readonly choices: readonly Choice[] }>("publish");
  const [chosen, setChosen] = useState(chosenByAddress);
  useEffect(() => {
    const follow = (): void => setChosen(chosenByAddress());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  if (trouble !== undefined) return <Trouble>{trouble}</Trouble>;
  if (offered === undefined) return <p role="status">Asking…</p>;
  const [first] = offered.choices;
  if (first === undefined) return <p>The documents have no operation that sends.</p>;
  const shown = chosen ?? firstOf(first);
  return (
    <>
      <Choosing choices={offered.choices} chosen={shown} />
      <ChosenMessage key={addressOf(shown)} chosen={shown} />
    </>
  );
}

/** Stands in the address, so that a page can be sent to others and gone back to. */
const addressOf = ({ application, operation, message }: Chosen): string =>
  `#${new URLSearchParams({ application, operation, message }).toString()}`;

function chosenByAddress(): Chosen | undefined {
  const given = new URLSearchParams(location.hash.slice(1));
  const [application, operation, message] = ["application", "operation", "message"].map((name) => given.get(name) ?? "");
  return application && operation && message ? { application, operation, message } : undefined;
}

const firstOf = ({ application, operation, messages: [message = ""] }: Choice): Chosen => ({ application, operation, message });

function Choosing({ choices, chosen }: { readonly choices: readonly Choice[]; readonly chosen: Chosen }) {
  const applications = [...new Set(choices.map(({ application }) => application))];
  const operations = choices.filter(({ application }) => application === chosen.application);
  const messages = operations.find(({ operation }) => operation === chosen.operation)?.messages ?? [];
  const choose = (choice: Choice | undefined, message = choice?.messages[0]): void => {
    if (choice !== undefined) location.hash = addressOf({ ...firstOf(choice), message: message ?? "" });
  };
  return (
    <div class="row">
      <Select
        label="Application"
        values={applications}
        value={chosen.application}
        onChange={(value) => choose(choices.find(({ application }) => application === value))}
      />
      <Select
        label="Operation"
        values={operations.map(({ operation }) => operation)}
        value={chosen.operation}
        onChange={(value) => choose(operations.find(({ operation }) => operation === value))}
      />
      <Select
        label="Message"
        values={messages}
        value={chosen.message}
        onChange={(value) =>
          choose(
            operations.find(({ operation }) => operation === chosen.operation),
            value,
          )
        }
      />
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const Select = ({ label, values, value, onChange }: SelectProps) => (
  <label>
    {label}
    <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
      {values.map((each) => (
        <option key={each} value={each}>
          {each}
        </option>
      ))}
    </select>
  </label>
);

function ChosenMessage({ chosen }: { readonly chosen: Chosen }) {
  const { value: opening, trouble } = useAnswer<Opening>(`publish/opening?${new URLSearchParams({ ...chosen }).toString()}`);
  if (trouble !== undefined) return <Trouble>{trouble}</Trouble>;
  return opening === undefined ? <p role="status">Asking…</p> : <PublishDraft opening={opening} />;
}

const Trouble = ({ children }: { readonly children: string }) => (
  <p class="note bad" role="status">
    {children} Load the page again to try once more.
  </p>
);

interface Answered<T> {
  readonly value?: T;
  readonly trouble?: string;
}

/** Asks once. */
function useAnswer<T>(path: string): Answered<T> {
  const [state, setState] = useState<Answered<T>>({});
  useEffect(() => {
    const end = new AbortController();
    ask<T>(path, { signal: end.signal }).then(
      (value) => setState({ value }),
      (error: unknown) => {
        if (!end.signal.aborted) setState({ trouble: sentenceOf(error) });
      },
    );
    return () => end.abort();
  }, [path]);
  return state;
}
