import type { Location } from "#contract";
import type { Verdict } from "../schema/compare.js";
import type { Delivery } from "./deliveries.js";
import type { Inclusions } from "./inclusion.js";
import { documentsId } from "./merge.js";
import type { Fault, FaultPart } from "./model.js";

type Undecided = Exclude<Verdict, { readonly verdict: "compatible" }>;

/** Where the ends of a delivery stand in the documents: what is sent, and what takes it. */
export interface Places {
  readonly producerAt: Location;
  readonly consumerAt: Location;
}

export function placesOf({ sender, taker }: Delivery): Places {
  return { producerAt: sender.message.location, consumerAt: taker.operation.location };
}

export function broken(part: FaultPart, places: Places, reason: string, more: Partial<Fault> = {}): Fault {
  return { part, standing: "broken", reason, ...more, ...places };
}

export function unknown(part: FaultPart, places: Places, reason: string, more: Partial<Fault> = {}): Fault {
  return { part, standing: "unknown", reason, ...more, ...places };
}

/** What a comparison says of one part of a message, which `what` names. Places are as near as the contract knows them. */
export function faultOf(part: "payload" | "headers", what: string, verdict: Undecided, places: Places, inclusions: Inclusions): Fault {
  const { keyword, pointer, schema } = verdict;
  const holder = schema === undefined ? undefined : inclusions.schema(schema);
  const isWritten = holder !== undefined && holder.id === schema;
  const rule = { keyword, ...(isWritten ? { schema: documentsId(holder.id), pointer } : {}) };
  if (verdict.verdict === "incompatible") {
    const { witness, at } = verdict;
    const reason = `The consumer refuses ${what}${at === "" ? "" : ` at ${at}`}${keyword === "" ? "" : ` (${keyword})`}.`;
    const consumerAt = holder?.location ?? places.consumerAt;
    return broken(part, { ...places, consumerAt }, reason, { witness, at, side: "consumer", ...rule });
  }
  const { side } = verdict;
  const found = holder === undefined ? {} : side === "consumer" ? { consumerAt: holder.location } : { producerAt: holder.location };
  const reason = `Whether the consumer takes all of ${what} is not decided: ${verdict.reason}.`;
  return unknown(part, { ...places, ...found }, reason, { side, ...rule });
}
