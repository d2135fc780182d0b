import type { ManagementAddress } from "./address.js";
import { argumentsIn, type Fields, fieldsOf, flagIn, listOf, numberIn, textIn } from "./fields.js";
import { type BrokerFigures, readFigures } from "./figures.js";
import type { AppliedPolicy, LiveBinding, LiveExchange, LiveQueue, LiveTopology } from "./live.js";
import { isNamedByUsers, readPages } from "./pages.js";
import { createGet, type RequestLimits } from "./request.js";

/** RabbitMQ's management API (https://www.rabbitmq.com/docs/http-api-reference), as far as topology and figures are concerned. Reads only. */
export interface Management {
  readonly address: ManagementAddress;
  exchanges(): Promise<readonly LiveExchange[]>;
  queues(): Promise<readonly LiveQueue[]>;
  bindings(): Promise<readonly LiveBinding[]>;
  /** All of it, at about one time. */
  topology(): Promise<LiveTopology>;
  /** What moves now: two small requests, fit to be asked every second. */
  figures(): Promise<BrokerFigures>;
}

/** Every method rejects with a {@link ManagementError}: each request is bounded in time and size, lists are read in pages. */
export function openManagement(address: ManagementAddress, limits: RequestLimits = {}): Management {
  const get = createGet(address, limits);
  const vhost = encodeURIComponent(address.vhost);
  const exchanges = async (): Promise<readonly LiveExchange[]> => {
    const found = await readPages(get, `/api/exchanges/${vhost}`, "name,type,durable,auto_delete,internal,arguments,policy");
    const own = found.filter(isNamedByUsers);
    const policies = own.some((fields) => textIn(fields, "policy") !== undefined) ? listOf(await get(`/api/policies/${vhost}`)) : [];
    return own.map((fields) => exchangeOf(fields, policies));
  };
  const queues = async (): Promise<readonly LiveQueue[]> => {
    const columns =
      "name,type,durable,auto_delete,exclusive,arguments,policy,operator_policy,effective_policy_definition,messages,consumers";
    return (await readPages(get, `/api/queues/${vhost}`, columns)).filter(isNamedByUsers).map(queueOf);
  };
  const bindings = async (): Promise<readonly LiveBinding[]> =>
    listOf(await get(`/api/bindings/${vhost}`)).flatMap((fields) => bindingOf(fields) ?? []);
  return {
    address,
    exchanges,
    queues,
    bindings,
    figures: () => readFigures(get, vhost),
    async topology() {
      // First, since of the others only this one tells plainly that there is no such virtual host.
      const defaultQueueType = textIn(fieldsOf(await get(`/api/vhosts/${vhost}`)), "default_queue_type");
      const [allExchanges, allQueues, allBindings] = await Promise.all([exchanges(), queues(), bindings()]);
      return {
        vhost: address.vhost,
        defaultQueueType: defaultQueueType === undefined || defaultQueueType === "undefined" ? "classic" : defaultQueueType,
        exchanges: allExchanges,
        queues: allQueues,
        bindings: allBindings,
      };
    },
  };
}

function exchangeOf(fields: Fields, policies: readonly Fields[]): LiveExchange {
  const policy = textIn(fields, "policy");
  const definition = argumentsIn(policies.find((each) => textIn(each, "name") === policy) ?? {}, "definition");
  return {
    name: textIn(fields, "name") ?? "",
    type: textIn(fields, "type") ?? "",
    durable: flagIn(fields, "durable"),
    autoDelete: flagIn(fields, "auto_delete"),
    internal: flagIn(fields, "internal"),
    arguments: argumentsIn(fields, "arguments"),
    ...(policy === undefined ? {} : { policy: { names: [policy], definition } }),
  };
}

function queueOf(fields: Fields): LiveQueue {
  const [messages, consumers] = [numberIn(fields, "messages"), numberIn(fields, "consumers")];
  const policy = policyOf(fields);
  const args = argumentsIn(fields, "arguments");
  return {
    name: textIn(fields, "name") ?? "",
    type: textIn(fields, "type") ?? "classic",
    durable: flagIn(fields, "durable"),
    autoDelete: flagIn(fields, "auto_delete"),
    exclusive: flagIn(fields, "exclusive"),
    arguments: args,
    ...(policy === undefined ? {} : { policy }),
    ...(messages === undefined ? {} : { messages }),
    ...(consumers === undefined ? {} : { consumers }),
  };
}

function policyOf(fields: Fields): AppliedPolicy | undefined {
  const names = [textIn(fields, "policy"), textIn(fields, "operator_policy")].filter((name) => name !== undefined);
  return names.length === 0 ? undefined : { names, definition: argumentsIn(fields, "effective_policy_definition") };
}

function bindingOf(fields: Fields): LiveBinding | undefined {
  const [exchange, destination] = [textIn(fields, "source"), textIn(fields, "destination")];
  if (exchange === undefined || destination === undefined || destination.startsWith("amq.")) return undefined;
  return {
    exchange,
    destination,
    destinationType: textIn(fields, "destination_type") === "exchange" ? "exchange" : "queue",
    routingKey: textIn(fields, "routing_key") ?? "",
    arguments: argumentsIn(fields, "arguments"),
    propertiesKey: textIn(fields, "properties_key") ?? "~",
  };
}
