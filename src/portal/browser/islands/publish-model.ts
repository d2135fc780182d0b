/** A message that is being written: which it is, and its JSON. */
import type { Json } from "../../publish/answers.js";

export interface Chosen {
  readonly application: string;
  readonly operation: string;
  readonly message: string;
}

/** Undefined where it is no JSON. */
export function readJson(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}

export const writeJson = (value: unknown): string => JSON.stringify(value, null, 2);

export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
