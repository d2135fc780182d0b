/** What the API tells of publishing: plain JSON, the same for the server and for the page. */
import type { PageLink } from "../content/page-link.js";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Choice {
  readonly application: string;
  /** Key of the operation. */
  readonly operation: string;
  readonly summary?: string;
  /** It asks, and waits for the answer. */
  readonly asks: boolean;
  readonly messages: readonly string[];
}

/** All that a form for one message needs. */
export interface Opening extends Choice {
  readonly message: string;
  readonly exchange: string;
  /** With `{parameters}`. */
  readonly routingKey: string;
  readonly parameters: readonly Parameter[];
  /** Milliseconds until a request is given up. */
  readonly timeoutMs?: number;
  /** Properties of the payload that are filled in where they are left out. */
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
  /** The message itself says it, so that it may be left out. */
  readonly found: boolean;
}

export type FormField =
  | { readonly kind: "object"; readonly properties: readonly FormProperty[] }
  | { readonly kind: "list"; readonly items: FormField }
  /** One of several forms; `start` is a value for each. */
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

export interface DraftFault {
  readonly part: "payload" | "headers" | "message";
  /** JSON pointer into payload or headers; empty for the whole. */
  readonly pointer: string;
  readonly keyword?: string;
  readonly sentence: string;
}

export interface Verdict {
  /** None where the draft would be sent. */
  readonly faults: readonly DraftFault[];
  /** Where it would go. */
  readonly routingKey?: string;
}

export interface Sent {
  readonly messageId: string;
  readonly correlationId?: string;
  readonly traceId: string;
  readonly exchange: string;
  readonly routingKey: string;
  /** Until the broker confirmed, or the answer came. */
  readonly ms: number;
  readonly answer?: { readonly name: string; readonly payload: unknown };
  /** The queue where the answer comes, of a request whose application reads it. */
  readonly answeredTo?: string;
}
