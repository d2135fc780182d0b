/** Whether this page may change anything: off, locked until the token is given, or open. */
import { useEffect, useState } from "preact/hooks";
import { ApiError, ask, sentenceOf, setToken, tokenOf, watchToken } from "./api.js";

/** `closed`: not even reading is possible without the token. */
export type Access = "unknown" | "off" | "locked" | "open" | "closed";

let known: Access = "unknown";
const watchers = new Set<(access: Access) => void>();

function tell(access: Access): void {
  known = access;
  for (const watcher of watchers) watcher(access);
}

async function look(): Promise<void> {
  try {
    const { changes } = await ask<{ readonly changes: "off" | "token" }>("access");
    tell(changes === "off" ? "off" : tokenOf() === undefined ? "locked" : "open");
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) tell("closed");
    else setTimeout(() => void look(), 2_000);
  }
}

watchToken(() => void look());

/** Actions are shown as possible where it is `open`. */
export function useAccess(): Access {
  const [access, setAccess] = useState(known);
  useEffect(() => {
    if (watchers.size === 0 && known === "unknown") void look();
    watchers.add(setAccess);
    setAccess(known);
    return () => watchers.delete(setAccess);
  }, []);
  return access;
}

/** The line above the islands of a page. `acts`: changes are possible there; elsewhere it stands only where not even reading is. */
export function AccessLine({ acts }: { readonly acts: boolean }) {
  const access = useAccess();
  if (access === "unknown" || (!acts && access !== "closed")) return null;
  if (access === "off") {
    return (
      <p class="access">
        Looking only: to change anything, start the portal with <code>WARREN_PORTAL_TOKEN</code>.
      </p>
    );
  }
  if (access === "open") {
    return (
      <p class="access">
        Changes are possible, and are written to the audit log.{" "}
        <button type="button" onClick={() => setToken(undefined)}>
          Lock
        </button>
      </p>
    );
  }
  return <TokenForm why={access === "closed" ? "This portal asks for its token." : "Changes need the portal's token."} />;
}

function TokenForm({ why }: { readonly why: string }) {
  const [token, setInput] = useState("");
  const [refusal, setRefusal] = useState("");
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await ask("access", { body: {}, token: token.trim() });
      setToken(token.trim());
    } catch (error) {
      setRefusal(error instanceof ApiError && error.status === 401 ? "That is not the token." : sentenceOf(error));
    }
  };
  return (
    <form class="access" onSubmit={(event) => void submit(event)}>
      <label>
        {why}{" "}
        <input type="password" autocomplete="off" required value={token} onInput={({ currentTarget }) => setInput(currentTarget.value)} />
      </label>{" "}
      <button type="submit">Unlock</button> <span role="alert">{refusal}</span>
    </form>
  );
}
