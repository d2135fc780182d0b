/** What the runtime writes into a message by itself, so that whoever sends it need not. */
import { type Message, parseRuntimeExpression } from "#contract";

/** Property names, payload and headers apart, in the order in which they are met. */
export interface Filled {
  readonly payload: readonly string[];
  readonly headers: readonly string[];
}

/** What is filled in for any sender: `x-fill`. */
export const filledBySend = (message: Message): Filled => ({ payload: Object.keys(message.fill ?? {}), headers: [] });

/** In a request and in its answer, the places of the correlation id and of the reply address too, where these are a property of the whole. */
export function filledByCall(message: Message, ...expressions: readonly (string | undefined)[]): Filled {
  const places = [message.correlationId, ...expressions].flatMap((expression) => {
    const parsed = expression === undefined ? undefined : parseRuntimeExpression(expression);
    const [property, ...deeper] = parsed?.path ?? [];
    return parsed === undefined || property === undefined || deeper.length > 0 ? [] : [{ source: parsed.source, property }];
  });
  const of = (source: "payload" | "header"): string[] => places.filter((place) => place.source === source).map(({ property }) => property);
  return { payload: [...new Set([...of("payload"), ...filledBySend(message).payload])], headers: [...new Set(of("header"))] };
}
