/** What somebody has written so far, as text: what is no JSON yet has to stand somewhere too. */
import type { DraftFault, Opening } from "../../publish/answers.js";
import { isObject, readJson, writeJson } from "./publish-model.js";

export interface Draft {
  readonly payload: string;
  /** JSON; empty for none. */
  readonly headers: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly correlationId: string;
  readonly priority: string;
  readonly expirationMs: string;
}

/** A part of the draft's form. */
export interface PartProps {
  readonly opening: Opening;
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

export const draftOf = ({ example, headersExample, parameters }: Opening): Draft => ({
  payload: writeJson(example),
  headers: headersExample === undefined ? "" : writeJson(headersExample),
  parameters: Object.fromEntries(
    parameters.map(({ name, default: otherwise, enum: [first], found }) => [name, found ? "" : (otherwise ?? first ?? "")]),
  ),
  correlationId: "",
  priority: "",
  expirationMs: "",
});

/** What is left empty is left to the runtime. */
export function bodyOf(
  { application, operation, message }: Opening,
  { payload, headers, parameters, correlationId, priority, expirationMs }: Draft,
): object {
  const given = Object.entries(parameters).filter(([, value]) => value !== "");
  const table = headers.trim() === "" ? undefined : readJson(headers)?.value;
  return {
    ...{ application, operation, message, payload },
    ...(isObject(table) && { headers: table }),
    ...(given.length > 0 && { parameters: Object.fromEntries(given) }),
    ...(correlationId !== "" && { correlationId }),
    ...(priority !== "" && { priority: Number(priority) }),
    ...(expirationMs !== "" && { expirationMs: Number(expirationMs) }),
  };
}

export function headersFault({ headers }: Draft): DraftFault | undefined {
  if (headers.trim() === "" || isObject(readJson(headers)?.value)) return undefined;
  return { part: "headers", pointer: "", sentence: "The headers are no JSON object." };
}
