/** A problem document (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Names this occurrence: the request id as a URN. */
  readonly instance?: string;
  /** What is wrong with the request, field by field. */
  readonly errors?: readonly FieldError[];
}

export interface FieldError {
  /** JSON pointer into the body, or `query/<name>`, `path/<name>`, `header/<name>`. */
  readonly field: string;
  readonly message: string;
}

const titles: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  408: "Request timeout",
  409: "Conflict",
  413: "Body too large",
  415: "Unsupported media type",
  422: "Unprocessable content",
  429: "Too many requests",
  500: "Internal error",
  503: "Service unavailable",
};

/** A problem document with the standard title for its status. */
export function problem<Status extends number>(
  status: Status,
  detail?: string,
  errors?: readonly FieldError[],
): { type: string; title: string; status: Status; detail?: string; errors?: FieldError[] } {
  return {
    type: "about:blank",
    title: titles[status] ?? "Error",
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
  };
}

/** What a request with these faults is answered, whether the document or a handler found them. */
export const refused = <Status extends number>(status: Status, errors: readonly FieldError[]) =>
  problem(status, "The request breaks the API's contract.", errors);

/** Throw it where an answer cannot be returned; it becomes a problem document and rolls the transaction back. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;

  constructor(status: number, detail: string, options?: { cause?: unknown }) {
    super(detail, options);
    this.status = status;
  }
}

/** What the libraries in front of the handlers throw. */
interface LibraryError {
  readonly status?: unknown;
  readonly type?: unknown;
  readonly message?: unknown;
  readonly errors?: unknown;
  readonly headers?: unknown;
}

/** What an address takes, for the `Allow` header of a 405. The validator lists what the document describes; `HEAD` goes with `GET`. */
export function allowedMethods(error: unknown): string {
  const { headers } = error as LibraryError;
  const described = typeof headers === "object" && headers !== null && "Allow" in headers ? String(headers.Allow).split(/,\s*/) : [];
  return described.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
}

/** Turns whatever was thrown into a problem document that tells the client what to change and nothing about the inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpError) return problem(error.status, error.message);
  const failure = (typeof error === "object" && error !== null ? error : {}) as LibraryError;
  if (failure.type === "entity.too.large") return problem(413, "The body is larger than this service accepts.");
  if (failure.type === "entity.parse.failed") return problem(400, "The body is not valid JSON.");
  if (isAway(error)) return problem(503, "Something this service needs is away for now; try again.");
  const status = typeof failure.status === "number" ? failure.status : 500;
  if (status < 400 || status >= 500) return problem(500, "The request could not be carried out.");
  if (status === 404) return problem(404, "Nothing is found at this address.");
  if (status === 405) return problem(405, "This address does not take this method.");
  if (status === 415) return problem(415, "This address does not take a body of this content type, charset or encoding.");
  const errors = fieldErrors(failure.errors);
  return errors.length > 0 ? refused(status, errors) : problem(status, sentence(failure.message));
}

/** A fault whose code says that trying again may help (`MessagingError` of the messaging room has such a code). */
function isAway(error: unknown): boolean {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return code === "unavailable" || code === "timeout" || code === "unroutable";
}

function fieldErrors(errors: unknown): FieldError[] {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((entry: unknown) => {
    if (typeof entry !== "object" || entry === null) return [];
    const { path, message } = entry as { path?: unknown; message?: unknown };
    if (typeof path !== "string" || typeof message !== "string") return [];
    return [{ field: fieldOf(path), message }];
  });
}

/** `/body/price` → `/price`; `/query/limit` → `query/limit`; `/headers/x` → `header/x`. */
function fieldOf(path: string): string {
  if (path === "/body" || path === ".body") return "";
  if (path.startsWith("/body/")) return path.slice("/body".length);
  return path
    .replace(/^[/.]/, "")
    .replace(/^params\//, "path/")
    .replace(/^headers\//, "header/");
}

const sentence = (message: unknown): string =>
  typeof message === "string" && message !== "" ? message.slice(0, 300) : "The request is not valid.";
