/** What the portal's API tells of publishing. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Choice {
  readonly application: string;
  readonly operation: string;
  readonly summary?: string;
  readonly asks: boolean;
  readonly messages: readonly string[];
}

export interface Chosen {
  readonly application: string;
  readonly operation: string;
  readonly message: string;
}

export interface Opening extends Chosen {
  readonly asks: boolean;
  readonly summary?: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly parameters: readonly Parameter[];
  readonly timeoutMs?: number;
  readonly filled: readonly string[];
  readonly form: FormField;
  readonly headersForm?: FormField;
  readonly example: Json;
  readonly headersExample?: Json;
  readonly links: { readonly operation: PageLink; readonly message: PageLink };
}

export interface Parameter {
  readonly name: string;
  readonly description?: string;
  readonly enum: readonly string[];
  readonly default?: string;
  readonly found: boolean;
}

export interface PageLink {
  readonly to: string;
  readonly text: string;
}

export type FormField =
  | { readonly kind: "object"; readonly properties: readonly FormProperty[] }
  | { readonly kind: "list"; readonly items: FormField }
  | {
      readonly kind: "alternatives";
      readonly alternatives: readonly { readonly name: string; readonly start: Json; readonly field: FormField }[];
    }
  | { readonly kind: "choice"; readonly values: readonly Json[] }
  | { readonly kind: "text"; readonly format?: string }
  | { readonly kind: "number"; readonly whole: boolean }
  | { readonly kind: "flag" }
  | { readonly kind: "json" };

export interface FormProperty {
  readonly name: string;
  readonly required: boolean;
  readonly description?: string;
  readonly field: FormField;
}

export interface Fault {
  readonly part: "payload" | "headers" | "message";
  readonly pointer: string;
  readonly keyword?: string;
  readonly sentence: string;
}

export interface Verdict {
  readonly faults: readonly Fault[];
  readonly routingKey?: string;
}

export interface Sent {
  readonly messageId: string;
  readonly correlationId?: string;
  readonly traceId: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly ms: number;
  readonly answer?: { readonly name: string; readonly payload: Json };
  readonly answeredTo?: string;
}

/** Undefined where it is no JSON. */
export function readJson(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}

export const writeJson = (value: Json): string => JSON.stringify(value, null, 2);

export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
