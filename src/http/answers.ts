/** How every application of ours names a request and answers what went wrong: problem details (RFC 9457). */
import { randomUUID } from "node:crypto";
import type { ErrorRequestHandler, NextFunction, Request, Response } from "express";
import { allowedMethods, HttpError, type Problem, problem, problemOf } from "./problem.js";

export interface HttpLog {
  debug(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Gives each request an id, the client's own where it sent a sane one, and answers with it. */
export function identify(request: Request, response: Response, next: NextFunction): void {
  const given = request.get("x-request-id");
  const id = given !== undefined && /^[\w.-]{1,128}$/.test(given) ? given : randomUUID();
  response.locals.requestId = id;
  response.setHeader("x-request-id", id);
  next();
}

/** Stands behind all routes. */
export const notFound = (_request: Request, response: Response): void => send(response, problem(404, "Nothing is found at this address."));

/** Answers with a problem document. */
export function send(response: Response, body: Problem, status = body.status): void {
  const instance = `urn:request:${String(response.locals.requestId)}`;
  response
    .status(status)
    .type("application/problem+json")
    .json({ instance, ...body });
}

/** Whatever a handler threw becomes a problem document; what is our fault is logged. Stands last. */
export function failure(log: HttpLog): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const body = problemOf(error);
    const fields = { requestId: String(response.locals.requestId), method: request.method, path: request.path, status: body.status };
    if (body.status >= 500) log.error({ ...fields, err: error instanceof HttpError ? error.cause : error }, "request failed");
    else log.debug(fields, "request refused");
    if (body.status === 503) response.setHeader("retry-after", "1");
    if (body.status === 405) response.setHeader("allow", allowedMethods(error));
    send(response, body);
  };
}
