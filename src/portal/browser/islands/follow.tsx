/** Following a message: asked for by an id, or picked from the latest; looked at again while the page is seen. */
import { useEffect, useState } from "preact/hooks";
import type { Latest, ServiceState, Way } from "../../follow/answers.js";
import { ask, sentenceOf } from "../api.js";
import { Lanes } from "./follow-lanes.js";
import { Journeys } from "./follow-latest.js";
import { addressOf } from "./follow-model.js";
import { Steps } from "./follow-steps.js";

/** Milliseconds between two looks. */
const everyMs = 1_000;

export function Follow() {
  const [id, setId] = useState(idByAddress);
  useEffect(() => {
    const change = (): void => setId(idByAddress());
    addEventListener("hashchange", change);
    return () => removeEventListener("hashchange", change);
  }, []);
  return (
    <>
      <IdForm key={id} id={id} />
      {id === "" ? <LatestOnes /> : <OneWay key={id} id={id} />}
    </>
  );
}

/** The id stands in the address, so that a way can be sent to others. */
const idByAddress = (): string => new URLSearchParams(location.hash.slice(1)).get("id") ?? "";

function IdForm({ id }: { readonly id: string }) {
  const [text, setText] = useState(id);
  return (
    <form
      class="row asked"
      onSubmit={(event) => {
        event.preventDefault();
        location.hash = text.trim() === "" ? "" : addressOf(text.trim());
      }}
    >
      <label>
        Message id, correlation id, trace id, or the value of an idempotency key
        <input type="search" spellcheck={false} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
      </label>
      <button type="submit">Follow</button>
      {id !== "" && <a href={addressOf("")}>The latest messages</a>}
    </form>
  );
}

function LatestOnes() {
  const { value, trouble } = useLooks<Latest>("follow");
  return (
    <>
      <Trouble trouble={trouble} services={value?.services} />
      {value !== undefined && <Journeys journeys={value.journeys} />}
    </>
  );
}

function OneWay({ id }: { readonly id: string }) {
  const { value, trouble } = useLooks<Way>(`follow?${new URLSearchParams({ id }).toString()}`);
  return (
    <>
      <Trouble trouble={trouble} services={value?.services} />
      {value?.steps.length === 0 && (
        <p class="note plain" role="status">
          No service knows of <code>{id}</code>: nothing was sent under it yet, or it was long ago. The page keeps asking.
        </p>
      )}
      {value !== undefined && value.steps.length > 0 && (
        <>
          <Lanes steps={value.steps} />
          <Steps steps={value.steps} />
        </>
      )}
    </>
  );
}

interface TroubleProps {
  readonly trouble: string | undefined;
  readonly services: readonly ServiceState[] | undefined;
}

/** Who cannot be asked, since then something may be missing. */
function Trouble({ trouble, services = [] }: TroubleProps) {
  const those = (state: ServiceState["state"]): string =>
    services
      .filter((service) => service.state === state)
      .map(({ application }) => application)
      .join(", ");
  const [off, away] = [those("off"), those("away")];
  return (
    <>
      {trouble !== undefined && (
        <p class="note bad" role="status">
          {trouble} The page asks again by itself.
        </p>
      )}
      {away !== "" && (
        <p class="note doubtful" role="status">
          No answer from {away}: what happened there is missing here.
        </p>
      )}
      {off !== "" && (
        <p class="note doubtful" role="status">
          No journal is kept by {off}: start it with <code>WARREN_JOURNAL</code>.
        </p>
      )}
      {services.length === 0 && trouble === undefined && (
        <p role="status">The portal was told of no running service, or has not asked yet.</p>
      )}
    </>
  );
}

interface Looked<T> {
  readonly value?: T;
  readonly trouble?: string | undefined;
}

/** Asks every second while the page is seen; what was told stays while nothing new comes. */
function useLooks<T extends object>(path: string): Looked<T> {
  const [state, setState] = useState<Looked<T>>({});
  useEffect(() => {
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      try {
        if (!document.hidden) setState({ value: await ask<T>(path, { signal: end.signal }) });
      } catch (error) {
        if (!end.signal.aborted) setState((before) => ({ ...before, trouble: sentenceOf(error) }));
      }
      if (!end.signal.aborted) timer = setTimeout(() => void look(), everyMs);
    };
    void look();
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [path]);
  return state;
}
