/** How a page asks the portal: JSON, problem details, the token, server-sent events. */

/** What the portal refuses, or that it cannot be reached (status 0). The message is one plain sentence. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  /** What is wrong with what was sent, field by field. */
  readonly errors: readonly { readonly field: string; readonly message: string }[];

  constructor(status: number, detail: string, errors: ApiError["errors"] = []) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

export interface Call {
  /** @default "GET"; "POST" with a body */
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** In the place of the one that is kept. */
  readonly token?: string;
}

const root = new URL(document.documentElement.dataset.root || ".", document.baseURI);

const tokenKey = "warren-portal-token";

/** Kept for this tab alone, and never sent by the browser itself. */
export const tokenOf = (): string | undefined => sessionStorage.getItem(tokenKey) ?? undefined;

const tokenWatchers = new Set<() => void>();

export function setToken(token: string | undefined): void {
  if (token === undefined || token === "") sessionStorage.removeItem(tokenKey);
  else sessionStorage.setItem(tokenKey, token);
  for (const watcher of tokenWatchers) watcher();
}

/** Tells of every change of the token until the returned function is called. */
export function watchToken(watcher: () => void): () => void {
  tokenWatchers.add(watcher);
  return () => tokenWatchers.delete(watcher);
}

/** Asks `/api/<path>`; gives the JSON of the answer. Rejects with {@link ApiError}. */
export async function ask<T>(path: string, call: Call = {}): Promise<T> {
  const response = await send(path, call);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** The answer as it is, if it is a good one; for what is no JSON. Rejects with {@link ApiError}. */
export async function send(path: string, { method, body, signal, token = tokenOf() }: Call = {}): Promise<Response> {
  const headers = new Headers();
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (body !== undefined) headers.set("content-type", "application/json");
  const response = await fetch(new URL(`api/${path}`, root), {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new ApiError(0, "The portal cannot be reached.");
  });
  if (response.status === 401 && token !== undefined && token === tokenOf()) setToken(undefined);
  if (!response.ok) throw await refusal(response);
  return response;
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: ApiError["errors"];
}

async function refusal(response: Response): Promise<ApiError> {
  const { title, detail, errors } = (await response.json().catch(() => ({}))) as Problem;
  return new ApiError(response.status, detail ?? title ?? `The portal answers with ${response.status}.`, errors);
}

/** A sentence for whatever was thrown. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Where a page of the site is, seen from this one. */
export const pageAt = (address: string): string => new URL(`${address.split("/").map(encodeURIComponent).join("/")}.html`, root).href;
