/** OpenAPI documents with one thing broken: a schema, a parameter, a path, a status, what is answered with it. */
import type { Json } from "#contract";
import { breakSchema } from "./schemas.js";
import { type Change, Changer, isTree, listOf, type Path, type Tree } from "./tree.js";

export function brokenOpenApi(tree: Tree): readonly Change[] {
  const changer = new Changer(tree);
  const components = isTree(tree.components) ? tree.components : {};
  each(components.schemas, (name, schema) => breakSchema(changer, ["components", "schemas", name], schema));
  each(components.parameters, (name, parameter) => breakParameter(changer, ["components", "parameters", name], parameter));
  each(components.responses, (name, response) => breakResponse(changer, ["components", "responses", name], response));
  each(tree.paths, (path, item) => breakPath(changer, path, item));
  return changer.changes;
}

const each = (node: Json | undefined, work: (name: string, value: Tree) => void): void => {
  for (const [name, value] of Object.entries(isTree(node) ? node : {})) if (isTree(value)) work(name, value);
};

const methods = ["get", "put", "post", "delete", "patch"];

function breakPath(changer: Changer, path: string, item: Tree): void {
  changer.rename(["paths", path], `${path}/moved`);
  breakParameters(changer, ["paths", path, "parameters"], item.parameters);
  each(item, (method, operation) => {
    if (!methods.includes(method)) return;
    const at = ["paths", path, method];
    changer.put(at, "is gone", undefined);
    changer.rename(at, method === "get" ? "post" : "put");
    changer.put([...at, "operationId"], "becomes another", "another");
    breakParameters(changer, [...at, "parameters"], operation.parameters);
    breakBody(changer, [...at, "requestBody"], operation.requestBody);
    each(operation.responses, (status, response) => {
      const place = [...at, "responses", status];
      changer.put(place, "is gone", undefined);
      changer.rename(place, status === "200" ? "202" : status === "201" ? "200" : "418");
      breakResponse(changer, place, response);
    });
  });
}

function breakParameters(changer: Changer, path: Path, parameters: Json | undefined): void {
  listOf(parameters).forEach((parameter, at) => {
    changer.put([...path, String(at)], "is gone", undefined);
    if (isTree(parameter)) breakParameter(changer, [...path, String(at)], parameter);
  });
}

function breakParameter(changer: Changer, path: Path, parameter: Tree): void {
  if (parameter.$ref !== undefined) return;
  changer.put([...path, "name"], "becomes another", "another");
  if (parameter.in !== "path") {
    changer.put([...path, "required"], "is turned round", parameter.required !== true);
    changer.put([...path, "in"], "is another place", parameter.in === "query" ? "header" : "query");
  }
  breakSchema(changer, [...path, "schema"], parameter.schema);
}

function breakBody(changer: Changer, path: Path, body: Json | undefined): void {
  if (!isTree(body)) return;
  changer.put(path, "is gone", undefined);
  changer.put([...path, "required"], "is turned round", body.required !== true);
  breakContent(changer, [...path, "content"], body.content);
}

function breakResponse(changer: Changer, path: Path, response: Tree): void {
  if (response.$ref !== undefined) {
    changer.put(path, "has no body", { description: "Nothing." });
    return;
  }
  each(response.headers, (name) => {
    changer.put([...path, "headers", name], "is gone", undefined);
    changer.rename([...path, "headers", name], `${name}-Moved`);
  });
  breakContent(changer, [...path, "content"], response.content);
}

function breakContent(changer: Changer, path: Path, content: Json | undefined): void {
  each(content, (type, media) => {
    changer.rename([...path, type], "text/csv");
    const at = [...path, type, "schema"];
    changer.put(at, "may be anything", {});
    if (isTree(media.schema) && media.schema.$ref === undefined) breakSchema(changer, at, media.schema);
  });
}
