/** An OpenAPI document as its page tells it: references followed, what a path gives to all of its operations given to each. */
import type { Json } from "#contract";

export interface ApiOperation {
  /** `operationId`, else method and path. */
  readonly id: string;
  /** `GET` */
  readonly method: string;
  /** `/products/{productId}`; the name of a webhook. */
  readonly path: string;
  /** The API calls it, at a place of the client's. */
  readonly webhook: boolean;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated: boolean;
  readonly tags: readonly string[];
  readonly parameters: readonly ApiParameter[];
  readonly body?: { readonly required: boolean; readonly description?: string; readonly contents: readonly ApiContent[] };
  readonly responses: readonly ApiResponse[];
  /** Any of these is enough; each names the schemes that go together. Empty: open to everybody. */
  readonly security: readonly (readonly string[])[];
  /** Names of callbacks. */
  readonly callbacks: readonly string[];
}

export interface ApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly description?: string;
  /** As it is written. */
  readonly schema: Json;
  readonly example?: Json;
}

export interface ApiContent {
  /** `application/json` */
  readonly type: string;
  /** As it is written; missing where nothing is said. */
  readonly schema?: Json;
  readonly examples: readonly { readonly name?: string; readonly value: Json }[];
}

export interface ApiResponse {
  /** `200`, `4XX`, `default` */
  readonly status: string;
  readonly description: string;
  readonly contents: readonly ApiContent[];
  readonly headers: readonly ApiParameter[];
}

export interface ApiServer {
  /** Variables have their defaults. */
  readonly url: string;
  readonly description?: string;
}

export interface SecurityScheme {
  readonly name: string;
  /** `apiKey`, `http`, `oauth2`, `openIdConnect`, `mutualTLS` */
  readonly type: string;
  readonly description?: string;
  /** Of an API key: its name and where it is sent. */
  readonly key?: { readonly name: string; readonly in: string };
  /** Of `http`: `bearer`, `basic`. */
  readonly scheme?: string;
}
