import type { Fill, JsonValue, MessageDescriptor, SendOperation, SendRequest } from "./descriptors.js";
import { MessagingError } from "./errors.js";
import { type CompiledExpression, compileExpression, evaluate, keyText } from "./runtime-expression.js";

/** A send operation made ready: what can be worked out once is. */
export interface SendPlan {
  readonly messages: ReadonlyMap<string, PlannedMessage>;
  readonly routingKey: (parameters: SendRequest["parameters"], payload: unknown, headers: HeaderTable) => string;
  readonly orderingKey: CompiledExpression | undefined;
  /** Absent where no value of the message decides on it. */
  readonly priorityBy: { readonly place: CompiledExpression; readonly levels: ReadonlyMap<string, number> } | undefined;
  /** Name and property. */
  readonly callNames: readonly (readonly [string, string])[];
}

export interface PlannedMessage {
  readonly descriptor: MessageDescriptor;
  readonly correlationId: CompiledExpression | undefined;
  readonly fills: readonly { readonly property: string; readonly fill: Fill }[];
}

const plans = new WeakMap<SendOperation, SendPlan>();

export const planOf = (operation: SendOperation): SendPlan => {
  const known = plans.get(operation);
  if (known) return known;
  const plan: SendPlan = {
    messages: new Map(operation.messages.map((descriptor) => [descriptor.name, planMessage(descriptor)])),
    routingKey: planRoutingKey(operation),
    orderingKey: operation.orderingKey === undefined ? undefined : compileExpression(operation.orderingKey),
    priorityBy: planPriority(operation),
    callNames: Object.entries(operation.callNames ?? {}),
  };
  plans.set(operation, plan);
  return plan;
};

const planPriority = ({ priorityBy }: SendOperation): SendPlan["priorityBy"] =>
  priorityBy && { place: compileExpression(priorityBy.location), levels: new Map(Object.entries(priorityBy.values)) };

export const planMessage = (descriptor: MessageDescriptor): PlannedMessage => ({
  descriptor,
  correlationId: descriptor.correlationId === undefined ? undefined : compileExpression(descriptor.correlationId),
  fills: Object.entries(descriptor.fill ?? {}).map(([property, fill]) => ({ property, fill })),
});

/** AMQP's short strings. */
export const longestShortString = 255;

/** Texts and parameter names in turn: `orders.{region}.new` → `orders.`, `region`, `.new`. */
const planRoutingKey = (operation: SendOperation): SendPlan["routingKey"] => {
  const parts = operation.routingKey.split(/\{([^{}]*)\}/);
  if (parts.length === 1) return () => operation.routingKey;
  const declared = new Map(operation.parameters.map((parameter) => [parameter.name, planParameter(parameter)]));
  return (parameters = {}, payload, headers) => {
    const given = parameters as Readonly<Record<string, unknown>>;
    const stray = Object.keys(given).find((name) => !declared.has(name));
    if (stray !== undefined) throw invalid(operation, `has no parameter "${stray}"`);
    const read = (name: string): string => {
      const parameter = declared.get(name);
      const written = parameter?.place && mapped(operation, parameter, keyText(evaluate(parameter.place, payload, headers)));
      if (written !== undefined && given[name] !== undefined && given[name] !== written)
        throw invalid(operation, `is given another parameter "${name}" than its message holds`);
      return parameterValue(operation, parameter, name, given[name] ?? written);
    };
    const key = parts.map((part, at) => (at % 2 === 0 ? part : read(part))).join("");
    if (Buffer.byteLength(key) > longestShortString) throw invalid(operation, "has a routing key longer than 255 bytes");
    return key;
  };
};

type PlannedParameter = SendOperation["parameters"][number] & { readonly place: CompiledExpression | undefined };

const planParameter = (parameter: SendOperation["parameters"][number]): PlannedParameter => ({
  ...parameter,
  place: parameter.location === undefined ? undefined : compileExpression(parameter.location),
});

/** What a value in the message makes of the parameter. */
const mapped = (operation: SendOperation, { name, values }: PlannedParameter, written: string | undefined): string | undefined => {
  if (values === undefined || written === undefined) return written;
  if (!Object.hasOwn(values, written)) throw invalid(operation, `knows no "${name}" for ${JSON.stringify(written)}`);
  return values[written];
};

const parameterValue = (
  operation: SendOperation,
  declared: SendOperation["parameters"][number] | undefined,
  name: string,
  given: unknown,
): string => {
  const value = given ?? declared?.default;
  if (value === undefined) throw invalid(operation, `misses the parameter "${name}"`);
  if (typeof value !== "string" || value === "") throw invalid(operation, `needs text for the parameter "${name}"`);
  if (declared?.enum && declared.enum.length > 0 && !declared.enum.includes(value))
    throw invalid(operation, `allows only ${declared.enum.join(", ")} for the parameter "${name}"`);
  // A dot would add a level and a wildcard would stand for itself: either sends the message where the contract does not say.
  if (/[.*#]/.test(value)) throw invalid(operation, `allows no ".", "*" or "#" in the parameter "${name}"`);
  return value;
};

/** A complaint about what the caller gave for one message of `operation`. */
export const invalid = (operation: SendOperation, complaint: string, options?: ConstructorParameters<typeof MessagingError>[2]) =>
  new MessagingError("invalid", `operation ${operation.id} ${complaint}`, options);

export const checkShortString = (operation: SendOperation, what: string, value: unknown): void => {
  if (value === undefined) return;
  // A UTF-16 unit makes three bytes at most: what is that short need not be measured.
  if (typeof value === "string" && (value.length <= longestShortString / 3 || Buffer.byteLength(value) <= longestShortString)) return;
  throw invalid(operation, `needs text of at most 255 bytes as ${what}`);
};

/** Headers as AMQP can carry them. */
export type HeaderTable = Readonly<Record<string, JsonValue>>;

export const noHeaders: HeaderTable = Object.freeze({});
