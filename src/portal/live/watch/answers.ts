/** What the API tells of the broker and of services: plain JSON, the same for the server and for the page. */

export interface QueueNow {
  readonly ready: number;
  readonly unacked: number;
  readonly consumers: number;
  /** Messages a second. */
  readonly published: number;
  readonly delivered: number;
  readonly acked: number;
}

export interface ExchangeNow {
  /** Messages a second. */
  readonly published: number;
  readonly routed: number;
}

/** What a service says of its own health. */
export interface ServiceNow {
  readonly state: "ready" | "not ready" | "away";
  /** What it needs and has not, by the names of its checks. It may be ready without some. */
  readonly lacks: readonly string[];
}

/** `unseen`: it answers, but its management API does not. */
export interface BrokerNow {
  readonly state: "up" | "unseen" | "away";
  readonly reason?: string;
}

/** Names, roles and pages of what the documents have. */
export interface Things {
  readonly queues: readonly QueueThing[];
  readonly services: readonly ServiceThing[];
}

export interface QueueThing {
  readonly name: string;
  readonly role: "work" | "delay" | "dead-letter" | "reply";
  /** A document has a consumer for it. */
  readonly isRead: boolean;
  readonly page: string;
}

export interface ServiceThing {
  readonly id: string;
  readonly page: string;
  /** Missing where the portal was not told of one that runs. */
  readonly url?: string | undefined;
}
