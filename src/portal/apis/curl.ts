/** A request as a command that can be pasted. */
import type { Json } from "#contract";
import type { ApiOperation, ApiParameter, SecurityScheme } from "./model.js";

export interface CurlParts {
  /** Where the API is: `http://localhost:8000`. */
  readonly server: string;
  readonly operation: Pick<ApiOperation, "method" | "path" | "parameters" | "responses">;
  /** A value for each parameter that has to be there. */
  sampleOf(parameter: ApiParameter): Json;
  readonly body?: { readonly type: string; readonly value: Json };
  readonly schemes: readonly SecurityScheme[];
}

export function curlCommand({ server, operation, sampleOf, body, schemes }: CurlParts): string {
  const { method, path, parameters, responses } = operation;
  const needed = parameters.filter(({ required }) => required);
  const inPlace = (place: string): readonly (readonly [string, string])[] =>
    needed.filter((parameter) => parameter.in === place).map((parameter) => [parameter.name, textOf(sampleOf(parameter))]);
  const filled = inPlace("path").reduce((text, [name, value]) => text.replaceAll(`{${name}}`, encodeURIComponent(value)), path);
  const query = [...inPlace("query"), ...keysIn(schemes, "query")].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const headers = [
    ...(body === undefined ? [] : [["Content-Type", body.type] as const]),
    ...inPlace("header"),
    ...keysIn(schemes, "header"),
    ...logins(schemes),
  ];
  const cookies = [...inPlace("cookie"), ...keysIn(schemes, "cookie")].map(([name, value]) => `${name}=${value}`);
  const isStream = responses.some(({ contents }) => contents.some(({ type }) => type === "text/event-stream"));
  const url = `${server.replace(/\/$/, "")}${filled}${query.length === 0 ? "" : `?${query.join("&")}`}`;
  const first = [
    "curl",
    ...(isStream ? ["-N"] : []),
    ...(method === "HEAD" ? ["-I"] : method === "GET" ? [] : ["-X", method]),
    quoted(url),
  ].join(" ");
  const different = new Map(headers.map(([name, value]) => [name.toLowerCase(), `-H ${quoted(`${name}: ${value}`)}`]));
  return [
    first,
    ...different.values(),
    ...(cookies.length === 0 ? [] : [`-b ${quoted(cookies.join("; "))}`]),
    ...(body === undefined ? [] : [`-d ${quoted(isJson(body.type) ? JSON.stringify(body.value) : textOf(body.value))}`]),
  ].join(" \\\n  ");
}

export const isJson = (type: string): boolean => /[/+]json\s*(;|$)/i.test(type);

/** A secret is the reader's to fill in. */
const keysIn = (schemes: readonly SecurityScheme[], place: string): readonly (readonly [string, string])[] =>
  schemes.flatMap(({ key }) => (key?.in === place ? [[key.name, "<value>"] as const] : []));

const logins = (schemes: readonly SecurityScheme[]): readonly (readonly [string, string])[] =>
  schemes.flatMap(({ type, scheme = "Bearer" }) =>
    type === "http" || type === "oauth2" || type === "openIdConnect"
      ? [["Authorization", `${scheme === "basic" ? "Basic" : "Bearer"} <value>`] as const]
      : [],
  );

const textOf = (value: Json): string =>
  typeof value === "string" ? value : Array.isArray(value) ? value.map(textOf).join(",") : JSON.stringify(value);

/** Within single quotes a shell takes everything as it is, but the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("\0", "").replaceAll("'", "'\\''")}'`;
