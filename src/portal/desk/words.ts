/** Letters and verdicts in the words of the page. */
import type { Death, Letter, OpenLetter, Verdict } from "#dead-letters";
import { senderHeaders } from "#messaging";
import type { System } from "../system/model.js";
import type { FactAnswer, LetterAnswer, VerdictAnswer } from "./answers.js";
import { bodyText, mostText } from "./body-text.js";

const mostWords = 300;

/** Why it is dead: letters with the same words are taken together. */
export function wordsOf({ failure, deaths }: Letter): string {
  const [death] = deaths;
  if (failure !== undefined) return `${failure.code}: ${failure.reason}`.slice(0, mostWords);
  return death === undefined ? "It does not say why." : `${death.reason} in ${death.queue}`.slice(0, mostWords);
}

const brokerWords: Readonly<Record<string, string>> = {
  rejected: "rejected by its consumer",
  expired: "expired",
  maxlen: "pushed out of a full queue",
  delivery_limit: "delivered too often",
};

const deathWords = ({ queue, reason, count, at }: Death): string =>
  `${brokerWords[reason] ?? reason} in ${queue}${count === undefined ? "" : count === 1 ? ", once" : `, ${count} times`}${at === undefined ? "" : `, last at ${at}`}`;

/** `twins`: letters of its id that were seen. */
export function letterAnswer(open: OpenLetter, verdict: Verdict | undefined, twins: number, { places }: System): LetterAnswer {
  const { letter, body, headers } = open;
  const { id, origin, type, deaths } = letter;
  const sent = json(senderHeaders(headers));
  const page = origin === undefined ? undefined : addressOf(() => places.queue(origin).to);
  return {
    id,
    facts: factsOf(open, twins, page),
    deaths: deaths.map(deathWords),
    body: bodyText(body),
    headers: json(headers).slice(0, mostText),
    ...(sent.length <= mostText ? { sent } : {}),
    ...(origin === undefined ? {} : { origin }),
    ...(type === undefined ? {} : { type }),
    ...(verdict === undefined ? {} : { verdict: verdictAnswer(verdict) }),
  };
}

const json = (value: unknown): string => JSON.stringify(value, null, 2);

/** Of a thing that may have no page. */
export function addressOf(find: () => string): string | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}

function factsOf({ letter, contentEncoding }: OpenLetter, twins: number, page: string | undefined): readonly FactAnswer[] {
  const { messageId, type, contentType, correlationId, at, origin, operation, attempts, failure, published, bytes } = letter;
  const rows: readonly (readonly [string, string | number | undefined])[] = [
    ["Message id", messageId ?? "none"],
    ["Letters of this id", twins > 1 ? `${twins}: the first is shown; what is done to it is done to all` : undefined],
    ["Type", type],
    ["Failed at", at],
    ["Operation", operation],
    ["Why", failure && `${failure.code}: ${failure.reason}`],
    ["Attempts", attempts],
    ["First published", published && `to ${published.exchange || "the default exchange"} with routing key ${published.routingKey}`],
    ["Correlation id", correlationId],
    ["Content type", contentType],
    ["Content encoding", contentEncoding],
    ["Body", `${bytes} bytes`],
  ];
  const from = { label: "Failed in", value: origin ?? "it does not say", ...(page === undefined ? {} : { page }) };
  return [from, ...rows.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value: String(value) }]))];
}

export function verdictAnswer({ accepted, reader, message, problem, faults }: Verdict): VerdictAnswer {
  const who = reader === undefined ? "" : `${reader.application}, operation ${reader.operation}: `;
  const words = problem ?? (message === undefined ? "" : `${message.key} ${accepted ? "accepts it as it is." : "refuses it."}`);
  return {
    accepted,
    words: `${who}${words}`,
    faults: faults.map(({ part, pointer, keyword, sentence, place }) => ({
      ...{ part, pointer, keyword, sentence: sentence.slice(0, mostWords) },
      ...(place === undefined ? {} : { place: `${place.file}:${place.line}:${place.column}` }),
    })),
  };
}
