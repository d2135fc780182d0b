import { Ajv } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";
import type { Json } from "#contract";

/**
 * Ajv by itself, without anything of ours between it and the schema. It takes equal values for different ones where they have a property
 * `constructor` that holds an object or a list; generated validators compare with a function of ours. Here that key goes by another name.
 */
export function ajvValidator(schema: Json): (value: Json) => boolean {
  const ajv = new Ajv({ strict: false, logger: false, meta: false, validateSchema: false, ownProperties: true, formats: fullFormats });
  const validate = ajv.compile(renamed(schema) as boolean | object);
  return (value) => validate(renamed(value));
}

/** As long as before, and matched by the same patterns. */
const renamed = (value: Json): Json => JSON.parse(JSON.stringify(value).replaceAll('"constructor"', '"konstructor"')) as Json;
