import type { AnyHandlers } from "#http";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

interface Document {
  readonly paths?: Readonly<Record<string, Readonly<Partial<Record<string, { readonly operationId?: unknown } | null>>> | null>>;
}

/** The ids of an OpenAPI document's operations. */
const operationIds = ({ paths = {} }: Document): readonly string[] =>
  Object.values(paths).flatMap((item) =>
    methods.flatMap((method) => {
      const id = item?.[method]?.operationId;
      return typeof id === "string" ? [id] : [];
    }),
  );

/** Throws one sentence unless every operation of the document, and nothing else, is in exactly one of the two. */
export function checkOperations(document: object, api: AnyHandlers, outside: AnyHandlers): void {
  const ids = operationIds(document);
  const faults = ids.flatMap((id) => {
    const places = [api, outside].filter((handlers) => id in handlers).length;
    if (places === 1) return [];
    return places === 0
      ? [`operation ${id} is missing from both http.api and http.outside`]
      : [`operation ${id} is in both http.api and http.outside`];
  });
  const strange = [...Object.keys(api), ...Object.keys(outside)].filter((id) => !ids.includes(id));
  faults.push(...strange.map((id) => `${id} is no operation of the OpenAPI document`));
  if (faults.length > 0) throw new Error(`The HTTP API cannot be served: ${faults.join("; ")}.`);
}
