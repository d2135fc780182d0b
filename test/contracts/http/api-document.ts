/** An OpenAPI document as a test reads it: every operation, what it takes, and what it may answer. */
import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { parse } from "yaml";
import type { Json } from "#contract";
import { type NearValue, nearValues } from "../values/near-values.js";

export interface ApiParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  /** As text, as a request has it: those that the schema takes, and those that it refuses. */
  readonly accepted: readonly NearValue[];
  readonly refused: readonly NearValue[];
}

export interface ApiBody {
  readonly required: boolean;
  readonly accepted: readonly NearValue[];
  readonly refused: readonly NearValue[];
}

export interface ApiResponse {
  readonly status: number;
  /** Sentences about an answer that is not as documented. */
  faultsOf(answer: Answer): readonly string[];
}

export interface ApiOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly ApiParameter[];
  readonly body?: ApiBody;
  readonly responses: readonly ApiResponse[];
  /** What clients rely on besides schemas: where it is, what it takes and where, what it answers with. Schemas by name. */
  readonly facts: Json;
}

/** A schema by its name in the document, or by where it stands. */
export interface ApiSchema {
  readonly name: string;
  /** As it stands in the document. */
  readonly node: Json;
  samples(): { readonly accepted: readonly NearValue[]; readonly refused: readonly NearValue[] };
  isAccepted(value: Json): boolean;
}

export interface ApiDocument {
  /** `orders/order` */
  readonly id: string;
  readonly operations: readonly ApiOperation[];
  readonly schemas: readonly ApiSchema[];
}

/** What a service answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

type Node = Readonly<Record<string, Json>>;
const methods = ["get", "put", "post", "delete", "patch"];

export const readApiDocument = (id: string): ApiDocument => apiDocument(id, parse(readFileSync(`openapi/${id}.yaml`, "utf8")) as Node);

/** The same of a document in memory. */
export function apiDocument(id: string, document: Node): ApiDocument {
  const reader = new Reader(document);
  const operations = Object.entries(nodeOf(document.paths)).flatMap(([path, item]) =>
    Object.entries(nodeOf(item))
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => reader.operation({ path, method, item: nodeOf(item), operation: nodeOf(operation) })),
  );
  return { id, operations, schemas: reader.schemas() };
}

interface Place {
  readonly path: string;
  readonly method: string;
  readonly item: Node;
  readonly operation: Node;
}

class Reader {
  readonly #document: Node;
  /** Schemas without a name, by where they stand. */
  readonly #unnamed = new Map<string, Json>();
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, formats: fullFormats, validateSchema: false });

  constructor(document: Node) {
    this.#document = document;
    this.#ajv.addSchema(document, "document");
  }

  operation({ path, method, item, operation }: Place): ApiOperation {
    const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)].map((each) => this.#parameter(this.#follow(each)));
    const body = operation.requestBody === undefined ? {} : { body: this.#body(this.#follow(operation.requestBody)) };
    const responses = Object.entries(nodeOf(operation.responses)).map(([status, response]) =>
      this.#response(Number(status), this.#follow(response)),
    );
    const place = { path, method, item, operation };
    return {
      id: textOf(operation.operationId),
      method: method.toUpperCase(),
      path,
      parameters,
      ...body,
      responses,
      facts: this.#facts(place),
    };
  }

  schemas(): readonly ApiSchema[] {
    const named = Object.entries(nodeOf(nodeOf(this.#document.components).schemas));
    return [...named, ...this.#unnamed].map(([name, schema]) => {
      const validate = this.#validator(schema);
      const isAccepted = (value: Json): boolean => validate(value);
      const samples = () => {
        const near = nearValues(schema, this.#resolve);
        return { accepted: near.filter(({ value }) => isAccepted(value)), refused: near.filter(({ value }) => !isAccepted(value)) };
      };
      return { name, node: schema, samples, isAccepted };
    });
  }

  #facts({ path, method, item, operation }: Place): Json {
    const id = textOf(operation.operationId);
    const content = (node: Node, where: string): Json =>
      Object.fromEntries(
        Object.entries(nodeOf(node.content)).map(([type, media]) => [type, this.#nameOf(nodeOf(media).schema ?? {}, `${id}.${where}`)]),
      );
    const parameters = [...listOf(item.parameters), ...listOf(operation.parameters)].map(this.#follow).map((each) => {
      const schema = this.#nameOf(each.schema ?? {}, `${id}.${textOf(each.in)}.${textOf(each.name)}`);
      return [`${textOf(each.in)} ${textOf(each.name)}`, { required: each.required === true, schema }] as const;
    });
    const body = this.#follow(operation.requestBody ?? {});
    const responses = Object.entries(nodeOf(operation.responses)).map(([status, node]) => {
      const response = this.#follow(node);
      return [status, { content: content(response, status), headers: Object.keys(nodeOf(response.headers)) }] as const;
    });
    return {
      method,
      path,
      parameters: Object.fromEntries(parameters),
      body: operation.requestBody === undefined ? null : { required: body.required === true, content: content(body, "body") },
      responses: Object.fromEntries(responses),
    };
  }

  /** A schema's name in the document; one without a name is kept under `place`. */
  #nameOf(schema: Json, place: string): string {
    const { $ref } = nodeOf(schema);
    if (typeof $ref === "string") return $ref.replace("#/components/schemas/", "");
    this.#unnamed.set(place, schema);
    return place;
  }

  #parameter(parameter: Node): ApiParameter {
    const schema = parameter.schema ?? {};
    const validate = this.#validator(schema);
    const texts = nearValues(schema, this.#resolve).filter(({ value }) => isText(value));
    const isNumber = ["integer", "number"].includes(nodeOf(this.#follow(schema)).type as string);
    const read = (value: Json): Json => (isNumber && /^-?\d+(\.\d+)?$/.test(textOf(value)) ? Number(value) : textOf(value));
    const isAccepted = ({ value }: NearValue): boolean => validate(read(value));
    const named = { name: parameter.name as string, in: parameter.in as ApiParameter["in"], required: parameter.required === true };
    return { ...named, accepted: texts.filter(isAccepted), refused: texts.filter((each) => !isAccepted(each)) };
  }

  #body(body: Node): ApiBody {
    const { schema = {} } = nodeOf(nodeOf(body.content)["application/json"]);
    const validate = this.#validator(schema);
    const near = nearValues(schema, this.#resolve);
    return {
      required: body.required === true,
      accepted: near.filter(({ value }) => validate(value)),
      refused: near.filter(({ value }) => !validate(value)),
    };
  }

  #response(status: number, response: Node): ApiResponse {
    const content = Object.entries(nodeOf(response.content)).map(
      ([type, media]) => [type, this.#validator(nodeOf(media).schema ?? {})] as const,
    );
    const headers = Object.entries(nodeOf(response.headers)).map(
      ([name, header]) => [name, this.#validator(nodeOf(this.#follow(header)).schema ?? {})] as const,
    );
    return {
      status,
      faultsOf: (answer) => [
        ...contentFaults(answer, new Map(content)),
        ...headers.flatMap(([name, validate]) => headerFaults(answer, name, validate)),
      ],
    };
  }

  #validator(schema: Json): ValidateFunction {
    return this.#ajv.compile(relocated(schema) as object);
  }

  /** What a node stands for: the one that its `$ref` names, or it itself. */
  #follow = (node: Json): Node => {
    const { $ref } = nodeOf(node);
    return typeof $ref === "string" ? nodeOf(this.#resolve($ref)) : nodeOf(node);
  };

  #resolve = (ref: string): Json | undefined =>
    ref
      .replace(/^#\//, "")
      .split("/")
      .reduce<Json | undefined>((node, key) => nodeOf(node)[key.replaceAll("~1", "/").replaceAll("~0", "~")], this.#document);
}

/** References of a part of the document, said from outside it. */
const relocated = (node: Json): Json => {
  if (Array.isArray(node)) return (node as readonly Json[]).map(relocated);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, key === "$ref" && typeof value === "string" ? `document${value}` : relocated(value)]),
  );
};

function contentFaults({ status, headers, text }: Answer, content: ReadonlyMap<string, ValidateFunction>): string[] {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  if (content.size === 0) return type === "" && text === "" ? [] : ["it has a body, and the document has none"];
  const validate = content.get(type);
  if (validate === undefined) return [`its content type is ${type || "none"}, not ${[...content.keys()].join(" or ")}`];
  if (!type.endsWith("json")) return [];
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return ["its body is not JSON"];
  }
  if (type === "application/problem+json" && nodeOf(body as Json).status !== status) return ["its problem is of another status"];
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `its body breaks the schema at ${instancePath || "the top"}: ${message ?? "not valid"}`,
  );
}

function headerFaults({ headers }: Answer, name: string, validate: ValidateFunction): string[] {
  const value = headers.get(name);
  if (value === null) return [`it has no header ${name}`];
  return validate(value) ? [] : [`its header ${name} is ${JSON.stringify(value)}`];
}

/** What can be written into an address or a header and read from it again. */
const isText = (value: Json): boolean =>
  ["string", "number", "boolean"].includes(typeof value) && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(textOf(value));
/** A value as an address or a header has it. */
export const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : JSON.stringify(value));
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);
const nodeOf = (value: Json | undefined): Node =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Node) : {};
