/** What the desk is asked to do, checked. */
import type { Request } from "express";
import type { Repair, Selection } from "#dead-letters";
import { HttpError } from "#http";
import type { JsonValue } from "#messaging";
import { bodyOf } from "../live/body.js";
import { failedFor, type Look } from "./looks.js";

interface RepairBody {
  readonly body?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, JsonValue>>;
}

/** Letters of a look, or all that are in the queue now. */
export type Which = { readonly ids: readonly string[] } | { readonly reason: number } | { readonly all: true };

export interface LetterRequest {
  readonly queue: string;
  readonly look: string;
  readonly id: string;
  readonly to?: string;
  readonly repair: RepairBody;
}

export interface BulkRequest {
  readonly queue: string;
  readonly look: string;
  readonly which: Which;
  readonly to?: string;
  readonly repair?: RepairBody;
}

const text = { type: "string", maxLength: 100_000 };
const queue = { type: "string", minLength: 1, maxLength: 255 };
const repair = {
  type: "object",
  additionalProperties: false,
  properties: { body: { type: "string" }, type: { type: "string", maxLength: 255 }, headers: { type: "object" } },
};
const which = {
  oneOf: [
    {
      type: "object",
      required: ["ids"],
      additionalProperties: false,
      properties: { ids: { type: "array", minItems: 1, maxItems: 20_000, items: text } },
    },
    { type: "object", required: ["reason"], additionalProperties: false, properties: { reason: { type: "integer", minimum: 0 } } },
    { type: "object", required: ["all"], additionalProperties: false, properties: { all: { const: true } } },
  ],
};

export const readLetterRequest = bodyOf<LetterRequest>({
  type: "object",
  required: ["queue", "look", "id", "repair"],
  additionalProperties: false,
  properties: { queue, look: text, id: text, to: queue, repair },
});

export const readReplay = bodyOf<BulkRequest>({
  type: "object",
  required: ["queue", "look", "which"],
  additionalProperties: false,
  properties: { queue, look: text, which, to: queue, repair },
});

export const readDiscard = bodyOf<BulkRequest>({
  type: "object",
  required: ["queue", "look", "which"],
  additionalProperties: false,
  properties: { queue, look: text, which },
});

/** A parameter of the address. Throws a 400 where it is missing. */
export function parameter({ query }: Request, name: string): string {
  const value = query[name];
  if (typeof value !== "string" || value === "") throw new HttpError(400, `The address must say "${name}".`);
  return value;
}

/** A whole number from 0 on, if the address has it. */
export function numberParameter({ query }: Request, name: string): number | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || !/^\d{1,9}$/.test(value)) throw new HttpError(400, `"${name}" must be a whole number.`);
  return Number(value);
}

export const repairOf = ({ body, type, headers }: RepairBody): Repair => ({
  body: body === undefined ? undefined : Buffer.from(body),
  type,
  headers,
});

/** What is meant, by the look in which it was seen: letters that came later are not touched, unless all are meant. */
export function selectionOf(chosen: Which, { letters, depth, whole }: Look): { readonly select: Selection; readonly meant: number } {
  if ("all" in chosen) return { select: { all: true }, meant: whole ? letters.length : depth };
  const wanted = "ids" in chosen ? new Set(chosen.ids) : undefined;
  const meant = letters.filter(({ letter, reason }) => ("reason" in chosen ? reason.number === chosen.reason : wanted?.has(letter.id)));
  const [first] = meant;
  if (first === undefined) throw new HttpError(409, "None of these letters is in the queue any more: look again.");
  const ids = [...new Set(meant.map(({ letter }) => letter.id))];
  return { select: "reason" in chosen ? { ids, only: failedFor(first.reason) } : { ids }, meant: meant.length };
}
