/** Matchmaking and notifications as real processes, and what tests do with them. */
import { type EventClient, openEvents } from "../../support/event-source.js";
import type { Instance } from "../../support/instance.js";
import { type System, startSystem, until } from "../../support/system.js";

export { until } from "../../support/system.js";

export const queues = ["notifications_queue", "notifications_queue.trade_offer_received"] as const;
export const deadLetters = "notifications_queue.dlq";

export interface TradeOffer {
  readonly offer_id: string;
  readonly from_user_id: string;
  readonly to_user_id: string;
  readonly status: string;
}

export interface Notification {
  readonly id: number;
  readonly user_id: string;
  readonly type: string;
  readonly title: string;
  readonly body: string;
  readonly related_user_id?: string;
  readonly created_at: string;
  readonly read_at?: string;
}

export interface MatchmakingSystem extends System<"matchmaking" | "notifications"> {
  /** Makes an offer; tries until it is answered, always under the same key, as a careful client does. Rejects with what is refused. */
  offer(from: string, to: string, item?: string): Promise<TradeOffer>;
  /** Asks for `accept`, `reject` or `cancel`; tells the status. */
  decide(user: string, offer: Pick<TradeOffer, "offer_id">, what: string): Promise<number>;
  /** The user's notifications, the oldest first. */
  told(user: string, instance?: Instance): Promise<Notification[]>;
  /** What `user` is answered for an address below somebody's notifications. */
  ask(user: string | undefined, of: string, path?: string, method?: string): Promise<Response>;
  follow(user: string, options?: { readonly instance?: Instance; readonly after?: string }): Promise<EventClient>;
}

const json = { "content-type": "application/json" };

export async function startMatchmakingSystem(brokerUrl: string): Promise<MatchmakingSystem> {
  const system = await startSystem<"matchmaking" | "notifications">({ brokerUrl, group: "matchmaking" });
  const ofUser = (user: string, { url } = system.instance("notifications")): string => `${url}/users/${user}/notifications`;
  return {
    ...system,
    offer: (from, to, item = "bicycle-7") => makeOffer(system.url("matchmaking"), from, { to_user_id: to, offered_item_id: item }),
    async decide(user, { offer_id }, what) {
      const url = `${system.url("matchmaking")}/trade-offers/${offer_id}/${what}`;
      return (await fetch(url, { method: "POST", headers: { "x-user-id": user } })).status;
    },
    told: (user, instance) => everyPage(ofUser(user, instance), user),
    ask: (user, of, path = "", method = "GET") =>
      fetch(`${ofUser(of)}${path}`, { method, headers: user === undefined ? {} : { "x-user-id": user } }),
    follow: (user, { instance, after } = {}) =>
      openEvents(`${ofUser(user, instance)}/live`, { "x-user-id": user, ...(after === undefined ? {} : { "last-event-id": after }) }),
  };
}

let keys = 0;

async function makeOffer(url: string, from: string, offer: object): Promise<TradeOffer> {
  const headers = { ...json, "x-user-id": from, "idempotency-key": `offer-${++keys}` };
  const body = JSON.stringify({ ...offer, wanted_item_id: "guitar-2" });
  const ask = () => fetch(`${url}/trade-offers`, { method: "POST", headers, body });
  const response = await until(ask, ({ status }) => status < 500);
  if (response.status !== 201) throw new Error(`the offer was answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as TradeOffer;
}

async function everyPage(url: string, user: string): Promise<Notification[]> {
  const found: Notification[] = [];
  let cursor = "";
  do {
    const response = await fetch(`${url}?limit=1000${cursor}`, { headers: { "x-user-id": user } });
    if (!response.ok) throw new Error(`GET ${url} answered ${response.status}: ${await response.text()}`);
    const page = (await response.json()) as { items: Notification[]; next_cursor?: string };
    found.push(...page.items);
    cursor = page.next_cursor === undefined ? "" : `&cursor=${page.next_cursor}`;
  } while (cursor !== "");
  return found.reverse();
}

/** A number that an instance shows under `/metrics`; 0 where there is none. */
export async function metric({ url }: Pick<Instance, "url">, name: string, labels: RegExp): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split("\n").filter((line) => line.startsWith(name) && labels.test(line));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
}

/** Does `work` so many times, `width` at a time. */
export async function repeat(count: number, width: number, work: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
