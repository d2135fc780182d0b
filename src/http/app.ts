import { createHash } from "node:crypto";
import express, { type Express, type NextFunction, type Request, type Response } from "express";
import * as openApiValidator from "express-openapi-validator";
import { rateLimit } from "express-rate-limit";
import helmet from "helmet";
import { failure, type HttpLog, identify, notFound, send } from "./answers.js";
import { type EventStream, type StreamTimes, sendEvents } from "./event-stream.js";
import type { AnyHandlers, HttpResult } from "./handlers.js";
import { type HealthSources, healthRoutes } from "./health.js";
import { HttpError, type Problem, problem } from "./problem.js";

/** One call of an operation, as whoever carries it out needs to know it. */
export interface HttpCall {
  readonly operationId: string;
  /** Upper case. `GET` and `HEAD` change nothing. */
  readonly method: string;
  /** The client's `Idempotency-Key`, and a hash of method, path and body that tells whether it is used for the same request again. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
  readonly requestId: string;
  readonly traceparent?: string;
  readonly signal: AbortSignal;
}

/** Carries a call out: the host decides in which transaction the handlers live. */
export type Execute<Handlers> = (call: HttpCall, run: (handlers: Handlers) => Promise<HttpResult>) => Promise<HttpResult>;

export interface HttpLimits {
  /** Largest body, bytes. @default 1 MiB */
  readonly bodyBytes?: number;
  /** Longest run of one operation, milliseconds. @default 30000 */
  readonly handlerMs?: number;
  /** Requests per minute and client address; 0 sets no limit. @default 60000 */
  readonly requestsPerMinute?: number;
  /** Event streams open at a time; one more is answered 503. @default 1000 */
  readonly streams?: number;
}

export interface HttpAppOptions<Handlers> {
  /** The OpenAPI document with the operations that `execute` carries out; without it, only health and metrics are served. */
  readonly api?: { readonly document: object; readonly execute: Execute<Handlers> };
  readonly health: HealthSources;
  readonly log: HttpLog;
  readonly limits?: HttpLimits;
  readonly streamTimes?: StreamTimes;
  /** Ends the event streams, which end by themselves no more than their clients do: abort it before the server is closed. @default never */
  readonly closing?: AbortSignal;
  /** Also checks every answer against the document, at a cost: for tests. @default false */
  readonly validateResponses?: boolean;
}

const defaults = { bodyBytes: 1024 * 1024, handlerMs: 30_000, requestsPerMinute: 60_000, streams: 1_000 } satisfies Required<HttpLimits>;
const defaultTimes = { heartbeatMs: 15_000, stallMs: 30_000 } satisfies Required<StreamTimes>;

/** An Express application: security headers → request id → health and metrics → rate limit → body → contract → handler → problem details. */
export function createHttpApp<Handlers extends AnyHandlers>(options: HttpAppOptions<Handlers>): Express {
  const limits = { ...defaults, ...options.limits };
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(helmet());
  app.use(identify);
  app.use(healthRoutes(options.health));
  if (limits.requestsPerMinute > 0) app.use(limiter(limits.requestsPerMinute));
  if (options.api !== undefined) {
    app.use(readAddress);
    // Not strict: what is JSON but no object breaks the contract, and is told so.
    app.use(express.json({ limit: limits.bodyBytes, strict: false }));
    app.use(
      openApiValidator.middleware({
        apiSpec: structuredClone(options.api.document) as never,
        validateRequests: { allErrors: true },
        validateResponses: options.validateResponses ?? false,
        fileUploader: false,
      }),
    );
    app.use(dispatch(options.api.execute, limits.handlerMs, streaming(options, limits.streams)));
  }
  app.use(notFound);
  app.use(failure(options.log));
  return app;
}

/**
 * Refuses an address whose percent-encoding is broken, before anything takes it apart. `HEAD` is read as `GET`, which answers it
 * (RFC 9110, section 9.3.2); Node leaves the body out.
 */
function readAddress(request: Request, response: Response, next: NextFunction): void {
  try {
    decodeURIComponent(request.path);
  } catch {
    throw new HttpError(400, "The address is not valid percent-encoding of UTF-8.");
  }
  if (request.method === "HEAD") {
    response.locals.isHead = true;
    request.method = "GET";
  }
  next();
}

function limiter(requestsPerMinute: number): express.RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: requestsPerMinute,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    handler: (_request, response) => send(response, problem(429, "Too many requests from this address; try again in a minute.")),
  });
}

/** What the validator leaves on a request that meets the contract. */
interface Matched {
  readonly openapi?: { readonly schema: { readonly operationId?: string }; readonly pathParams: Readonly<Record<string, string>> };
}

/** Sends the events of one answer; resolves when the stream has ended. */
type Streaming = (response: Response, stream: EventStream) => Promise<void>;

function streaming({ streamTimes, closing, log }: Pick<HttpAppOptions<never>, "streamTimes" | "closing" | "log">, most: number): Streaming {
  const options = { ...defaultTimes, ...streamTimes, closing: closing ?? new AbortController().signal };
  let open = 0;
  return async (response, stream) => {
    if (open >= most) throw new HttpError(503, "Too many clients follow events here; try again later.");
    open++;
    const requestId = String(response.locals.requestId);
    await sendEvents(response, stream, options).catch((err: unknown) => log.error({ requestId, err }, "event stream failed"));
    open--;
  };
}

function dispatch<Handlers extends AnyHandlers>(execute: Execute<Handlers>, handlerMs: number, stream: Streaming): express.RequestHandler {
  return async (request, response, next) => {
    const matched = (request as Matched).openapi;
    const operationId = matched?.schema.operationId;
    if (matched === undefined || operationId === undefined) {
      next();
      return;
    }
    const signal = AbortSignal.timeout(handlerMs);
    const input = { params: matched.pathParams, query: request.query, headers: request.headers, body: request.body as unknown, signal };
    const result = await execute(describe(request, response, operationId, signal), (handlers) => {
      const handler = handlers[operationId];
      if (handler === undefined) throw new Error(`no handler for operation ${operationId}`);
      return handler(input as never);
    });
    if (typeof result.body === "function" && response.locals.isHead !== true) await stream(response, result.body as EventStream);
    else respond(response, result);
  };
}

function describe(request: Request, response: Response, operationId: string, signal: AbortSignal): HttpCall {
  const key = request.get("idempotency-key");
  const traceparent = request.get("traceparent");
  return {
    operationId,
    method: request.method,
    requestId: String(response.locals.requestId),
    signal,
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(key === undefined ? {} : { idempotency: { key, fingerprint: fingerprint(request) } }),
  };
}

const fingerprint = (request: Request): string =>
  createHash("sha256")
    .update(`${request.method} ${request.originalUrl}\n`)
    .update(JSON.stringify(request.body ?? null))
    .digest("hex");

function respond(response: Response, result: HttpResult): void {
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, value);
  response.status(result.status);
  if (result.status >= 400) send(response, result.body as Problem, result.status);
  else if (result.body === undefined || typeof result.body === "function") response.end();
  else response.json(result.body);
}
