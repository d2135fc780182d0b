/** Checks the JSON bodies that the portal's API takes. */
import { Ajv, type SchemaObject } from "ajv";
import type { Request } from "express";

/** The body is not as the route wants it; becomes a problem document that names the fields. */
class BodyError extends Error {
  override readonly name = "BodyError";
  readonly status = 400;
  readonly errors: readonly { readonly path: string; readonly message: string }[];

  constructor(errors: BodyError["errors"]) {
    super("The body is not as this address takes it.");
    this.errors = errors;
  }
}

const ajv = new Ajv({ allErrors: true });

/**
 * Gives the body of a request if the schema accepts it, else throws {@link BodyError}. The schema says what `Body` is.
 *
 *     const readReplay = bodyOf<{ readonly ids: readonly string[] }>({ type: "object", required: ["ids"], … });
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- who writes the schema says which type it describes
export function bodyOf<Body>(schema: SchemaObject): (request: Request) => Body {
  const accepts = ajv.compile<Body>(schema);
  return ({ body }) => {
    const given: unknown = body;
    if (accepts(given)) return given;
    const errors = accepts.errors ?? [];
    throw new BodyError(errors.map(({ instancePath, message }) => ({ path: `/body${instancePath}`, message: message ?? "is not valid" })));
  };
}
