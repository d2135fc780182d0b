/**
 * Types of HTTP handlers, derived from what `openapi-typescript` makes of an OpenAPI document (`operations`):
 * a handler gets exactly the documented parameters and body, and may answer only with documented statuses and bodies.
 */
import type { EventStream } from "./event-stream.js";

type Field<Source, Name extends PropertyKey, Otherwise> = Name extends keyof Source ? NonNullable<Source[Name]> : Otherwise;

type Group<Operation, Name extends "path" | "query" | "header"> =
  Field<Field<Operation, "parameters", object>, Name, object> extends infer Found ? ([Found] extends [never] ? object : Found) : never;

/** What stands under a media type: JSON, or the events of a stream, each of whose data the schema describes. */
type JsonContent<Container> = Container extends { content: infer Content }
  ? { [Type in keyof Content]: Type extends "text/event-stream" ? EventStream<Content[Type]> : Content[Type] }[keyof Content]
  : undefined;

type Body<Operation> = Operation extends { requestBody: infer Required }
  ? JsonContent<Required>
  : Operation extends { requestBody?: infer Optional }
    ? JsonContent<NonNullable<Optional>> | undefined
    : undefined;

/** A validated request of one operation. */
export interface HttpRequest<Operation> {
  readonly params: Group<Operation, "path">;
  readonly query: Group<Operation, "query">;
  readonly headers: Group<Operation, "header">;
  readonly body: Body<Operation>;
  /** Aborted when the request's time is up. */
  readonly signal: AbortSignal;
}

/** The answers that the document allows, one member per status. */
export type HttpResponse<Operation> = Operation extends { responses: infer Responses }
  ? {
      [Status in keyof Responses]: {
        readonly status: Status;
        readonly body: JsonContent<Responses[Status]>;
        readonly headers?: Readonly<Record<string, string>>;
      };
    }[keyof Responses]
  : never;

/** What a service implements for its OpenAPI document: one function per `operationId`. */
export type HttpHandlers<Operations> = {
  readonly [Id in keyof Operations]: (request: HttpRequest<Operations[Id]>) => Promise<HttpResponse<Operations[Id]>>;
};

/** Any answer, as the server writes it. A `body` that is a function is an {@link EventStream}. */
export interface HttpResult {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Any handlers, as the server calls them. */
export type AnyHandlers = Readonly<Record<string, (request: never) => Promise<HttpResult>>>;
