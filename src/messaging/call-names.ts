import type { SendOperation } from "./descriptors.js";
import { invalid, type SendPlan } from "./send-plan.js";

/** The payload with the names that its properties have on the wire, for what a caller gave by names of the call. Copies what it changes. */
export const asOnTheWire = (operation: SendOperation, { callNames }: SendPlan, given: unknown): unknown => {
  if (callNames.length === 0 || typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const payload: Record<string, unknown> = { ...given };
  for (const [name] of callNames) Reflect.deleteProperty(payload, name);
  for (const [name, property] of callNames) {
    if (!Object.hasOwn(given, name)) continue;
    if (Object.hasOwn(payload, property)) throw invalid(operation, `is given "${property}" twice, by this name and as "${name}"`);
    payload[property] = (given as Readonly<Record<string, unknown>>)[name];
  }
  return payload;
};
