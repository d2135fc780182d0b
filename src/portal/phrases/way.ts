/** The way of a message through the broker, in words and links. */
import type { DeathReason, Given, Hop, Route } from "#contract";
import { code, listed } from "../content/inline.js";
import type { Inline } from "../content/model.js";
import type { Places } from "../system/model.js";
import { durationPhrase } from "./duration.js";
import { expressionPhrase } from "./expression.js";

/** What whoever reads of a way knows already. */
interface KnownHops {
  /** So many hops at its beginning. */
  readonly known?: number;
  /** That it ends in this queue. */
  readonly until?: string;
}

export const wayPhrase = (places: Places, route: Route): readonly Inline[] => waysPhrase(places, [route]);

/**
 * The ways of one message to one place: what they share first, then where they part. One phrase for each hop: "to exchange `x` with key `k`",
 * "into queue `q`", …
 */
export function waysPhrase(places: Places, routes: readonly Route[], { known = 0, until }: KnownHops = {}): readonly Inline[] {
  const ways = routes.map(({ hops }) => {
    const words = hops.map((hop, at) => hopWords(places, hop, hops[at + 1]));
    const last = hops.at(-1);
    const isKnown = until !== undefined && last?.kind === "bind" && last.queue === until && last.certainty === "always";
    return words.slice(known, isKnown ? -1 : undefined);
  });
  const shared = sharedCount(ways);
  const rests = ways.map((way) => way.slice(shared)).filter((rest) => rest.length > 0);
  const beginning = listed((ways[0] ?? []).slice(0, shared), " → ");
  if (rests.length === 0) return beginning;
  const endings = listed(
    rests.map((rest) => listed(rest, " → ")),
    "; or ",
  );
  return beginning.length === 0 ? endings : [...beginning, " → ", ...endings];
}

function sharedCount(ways: readonly (readonly (readonly Inline[])[])[]): number {
  const [first = [], ...others] = ways.map((way) => way.map((words) => JSON.stringify(words)));
  const parting = first.findIndex((words, at) => others.some((other) => other[at] !== words));
  return parting < 0 ? first.length : parting;
}

/** "the default exchange" has no name that could be shown. */
export const exchangePhrase = (places: Places, name: string): Inline => (name === "" ? "the default exchange" : places.exchange(name));

function hopWords(places: Places, hop: Hop, next: Hop | undefined): readonly Inline[] {
  // The default exchange takes a message straight to the queue that the routing key names: two hops are one step.
  const skipsExchange = "exchange" in hop && hop.exchange === "" && next?.kind === "bind";
  switch (hop.kind) {
    case "publish":
    case "reply":
      return [
        ...(skipsExchange
          ? ["through the default exchange"]
          : ["to exchange ", exchangePhrase(places, hop.exchange), ...keyWords(hop.routingKey)]),
        ...givenWords(hop.given ?? []),
      ];
    case "bind":
      return ["into queue ", places.queue(hop.queue), ...(hop.certainty === "may" ? [" for some"] : [])];
    case "alternate":
      return ["where no binding takes it, to exchange ", exchangePhrase(places, hop.alternate)];
    case "expire":
      return [
        `after ${durationPhrase(hop.afterMs)} unread`,
        ...(skipsExchange ? [] : [" to exchange ", exchangePhrase(places, hop.exchange), ...keyWords(hop.routingKey)]),
      ];
    case "dead-letter":
      return [
        `if ${reasonsPhrase(hop.reasons)}`,
        ...(skipsExchange ? [] : [" to exchange ", exchangePhrase(places, hop.exchange), ...keyWords(hop.routingKey)]),
      ];
    case "retry":
      return [`after a failure and ${durationPhrase(hop.delayMs)} again`];
  }
}

const keyWords = (key: string | undefined): readonly Inline[] => (key === undefined || key === "" ? [] : [" with key ", code(key)]);

const givenWords = (given: readonly Given[]): readonly Inline[] =>
  given.flatMap(({ expression, values }) => [" where ", ...expressionPhrase(expression), " is ", ...listed(values.map(code), " or ")]);

const reasonWords: Readonly<Record<DeathReason, string>> = {
  rejected: "rejected",
  delivery_limit: "delivered too often",
  maxlen: "crowded out",
  invalid: "invalid",
  exhausted: "out of attempts",
};

export const reasonsPhrase = (reasons: readonly DeathReason[]): string => reasons.map((reason) => reasonWords[reason]).join(", ");

/** Retries lead back to where a message is already. */
export const isRetried = ({ hops }: Route): boolean => hops.some(({ kind }) => kind === "retry");

export const isDeadLetter = ({ hops }: Route): boolean => hops.some(({ kind }) => kind === "dead-letter");
