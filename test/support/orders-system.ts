/** The three applications of the order saga as a {@link System}, with what can be said to them. */
import { type System, startSystem, until } from "./system.js";

export { until } from "./system.js";

export const applications = ["order", "product", "payment"] as const;
export type ApplicationName = (typeof applications)[number];

/** The reference's sample body and the demonstration data beside it. */
export const sample = {
  customerId: "123e4567-e89b-12d3-a456-426614174000",
  cardId: "123e4567-e89b-12d3-a456-426614174003",
  itemId: "123e4567-e89b-12d3-a456-426614174002",
  price: 100,
};
export const blockedCard = "123e4567-e89b-12d3-a456-426614174013";
export const unknownItem = "00000000-0000-4000-8000-000000000000";

export interface OrderBody {
  readonly id: string;
  readonly status: "pending" | "completed" | "failed";
  readonly message: string;
  readonly price: number;
}

export interface OrdersSystem extends System<ApplicationName> {
  /** Places an order; rejects unless it is created. */
  place(order?: object, headers?: Record<string, string>): Promise<OrderBody>;
  /** Waits until an order is no longer pending. */
  settled(id: string, timeoutMs?: number): Promise<OrderBody>;
}

/** Builds and starts the given applications (all of them by default). */
export async function startOrdersSystem(brokerUrl: string, started: readonly ApplicationName[] = applications): Promise<OrdersSystem> {
  const system = await startSystem({ brokerUrl, group: "orders", started });
  return {
    ...system,
    place: (order = sample, headers = {}) => place(`${system.url("order")}/orders`, order, headers),
    settled: (id, timeoutMs = 30_000) =>
      until(
        () => system.get<OrderBody>("order", `/orders/${id}`),
        (order) => order.status !== "pending",
        timeoutMs,
      ),
  };
}

async function place(url: string, order: object, headers: Record<string, string>): Promise<OrderBody> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(order),
  });
  if (response.status !== 201) throw new Error(`POST ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as OrderBody;
}
