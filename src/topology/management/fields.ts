/** Reads the fields of what the management API answers. A field of another kind than documented is as good as missing. */
import type { Arguments, Json } from "#contract";

export type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);

export const textIn = (fields: Fields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};

export const flagIn = (fields: Fields, name: string): boolean => fields[name] === true;

export const numberIn = (fields: Fields, name: string): number | undefined => {
  const value = fields[name];
  return typeof value === "number" ? value : undefined;
};

/** What came as JSON is JSON; an empty object comes as a list from Erlang now and then. */
export const argumentsIn = (fields: Fields, name: string): Arguments => fieldsOf(fields[name]) as { readonly [key: string]: Json };
