/** Reads what a page tells out of an OpenAPI document (https://spec.openapis.org/oas/v3.1.0). What does not have the right form is left out. */
import type { Json } from "#contract";
import { isList, isObject, type Keywords, keywordOf, textsIn } from "../payload/shape.js";
import type { ApiContent, ApiOperation, ApiParameter, ApiResponse, ApiServer, SecurityScheme } from "./model.js";
import { resolved } from "./pointer.js";

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** Every operation, in the order of the document. */
export function operationsOf(document: Keywords): readonly ApiOperation[] {
  return [...pathsUnder(document, "paths", false), ...pathsUnder(document, "webhooks", true)];
}

const pathsUnder = (document: Keywords, key: "paths" | "webhooks", webhook: boolean): readonly ApiOperation[] =>
  entriesAt(document, key).flatMap(([path, written]) => {
    const item = resolved(document, written);
    return methods.flatMap((method) => {
      const operation = keywordOf(item, method);
      return isObject(operation)
        ? [{ ...operationOf(document, item, operation), id: idOf(operation, method, path), method: method.toUpperCase(), path, webhook }]
        : [];
    });
  });

const idOf = (operation: Keywords, method: string, path: string): string => textAt(operation, "operationId") ?? `${method} ${path}`;

function operationOf(document: Keywords, item: Keywords, operation: Keywords): Omit<ApiOperation, "id" | "method" | "path" | "webhook"> {
  const security = listAt(operation, "security", listAt(document, "security", []));
  return {
    ...described(operation),
    ...optional("summary", textAt(operation, "summary") ?? textAt(item, "summary")),
    deprecated: operation.deprecated === true,
    tags: textsIn(operation.tags ?? []),
    parameters: parametersOf(document, item, operation),
    ...bodyOf(document, operation),
    responses: entriesAt(operation, "responses").map(([status, written]) => responseOf(document, status, resolved(document, written))),
    security: security.filter(isObject).map((schemes) => Object.keys(schemes)),
    callbacks: entriesAt(operation, "callbacks").map(([name]) => name),
  };
}

/** An operation's own parameter goes before its path's of the same name and place. */
function parametersOf(document: Keywords, item: Keywords, operation: Keywords): readonly ApiParameter[] {
  const all = [...listAt(item, "parameters", []), ...listAt(operation, "parameters", [])].map((written) => {
    const parameter = resolved(document, written);
    return parameterOf(document, textAt(parameter, "name") ?? "", textAt(parameter, "in") ?? "query", parameter);
  });
  return [...new Map(all.map((parameter) => [JSON.stringify([parameter.in, parameter.name]), parameter])).values()];
}

function parameterOf(document: Keywords, name: string, place: string, written: Keywords): ApiParameter {
  const [content] = contentsOf(document, written);
  const [example] = examplesOf(document, written);
  return {
    name,
    in: place,
    required: written.required === true,
    deprecated: written.deprecated === true,
    ...described(written),
    schema: written.schema ?? content?.schema ?? true,
    ...optional("example", example?.value ?? content?.examples[0]?.value),
  };
}

function bodyOf(document: Keywords, { requestBody }: Keywords): Pick<ApiOperation, "body"> {
  if (requestBody === undefined) return {};
  const body = resolved(document, requestBody);
  return { body: { required: body.required === true, ...described(body), contents: contentsOf(document, body) } };
}

const responseOf = (document: Keywords, status: string, response: Keywords): ApiResponse => ({
  status,
  description: textAt(response, "description") ?? "",
  contents: contentsOf(document, response),
  headers: entriesAt(response, "headers").map(([name, written]) => parameterOf(document, name, "header", resolved(document, written))),
});

const contentsOf = (document: Keywords, holder: Keywords): readonly ApiContent[] =>
  entriesAt(holder, "content").map(([type, written]) => {
    const content = resolved(document, written);
    return { type, ...optional("schema", content.schema), examples: examplesOf(document, content) };
  });

function examplesOf(document: Keywords, holder: Keywords): ApiContent["examples"] {
  const named = entriesAt(holder, "examples").flatMap(([name, written]) => {
    const { value } = resolved(document, written);
    return value === undefined ? [] : [{ name, value }];
  });
  return [...(holder.example === undefined ? [] : [{ value: holder.example }]), ...named];
}

export const serversOf = (document: Keywords): readonly ApiServer[] =>
  listAt(document, "servers", [])
    .filter(isObject)
    .map((server) => ({ url: withDefaults(textAt(server, "url") ?? "/", keywordOf(server, "variables")), ...described(server) }));

const withDefaults = (url: string, variables: Json | undefined): string =>
  url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = keywordOf(variables ?? {}, name);
    return textAt(isObject(variable) ? variable : {}, "default") ?? whole;
  });

export function securitySchemesOf(document: Keywords): readonly SecurityScheme[] {
  const components = isObject(document.components) ? document.components : {};
  return entriesAt(components, "securitySchemes").map(([name, written]) => {
    const scheme = resolved(document, written);
    const key = { name: textAt(scheme, "name") ?? "", in: textAt(scheme, "in") ?? "" };
    const type = textAt(scheme, "type") ?? "";
    return { name, type, ...described(scheme), ...(type === "apiKey" ? { key } : {}), ...optional("scheme", textAt(scheme, "scheme")) };
  });
}

export function textAt(holder: Keywords, key: string): string | undefined {
  const value = keywordOf(holder, key);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

const described = (holder: Keywords): { readonly description?: string } => optional("description", textAt(holder, "description"));

const optional = <Key extends string, Value>(key: Key, value: Value | undefined): { readonly [name in Key]?: Value } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [name in Key]?: Value };

function entriesAt(holder: Keywords, key: string): readonly (readonly [string, Json])[] {
  const value = keywordOf(holder, key);
  return isObject(value) ? Object.entries(value) : [];
}

function listAt(holder: Keywords, key: string, otherwise: readonly Json[]): readonly Json[] {
  const value = keywordOf(holder, key);
  return isList(value) ? value : otherwise;
}
