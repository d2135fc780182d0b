import type { ContractSet } from "#contract";
import { type Declarations, type Declared, type DeclaredBinding, declarationsOf, differencesOf } from "./declarations.js";
import {
  recreateExchange,
  recreateQueue,
  removeDeadLetters,
  removeDelayQueues,
  removeExchange,
  removeQueue,
  unbind,
} from "./migration-steps.js";
import type { Migration } from "./model.js";
import { replacedQueues } from "./replaced-queues.js";

/** What must be done on the broker besides starting the new applications, which declare whatever is new themselves. */
export function migrationsBetween(before: ContractSet, after: ContractSet): readonly Migration[] {
  const [old, now] = [declarationsOf(before), declarationsOf(after)];
  const replaced = replacedQueues(before, after);
  return [
    ...[...old.exchanges.values()].flatMap((exchange) => exchangeMigration(exchange, now.exchanges.get(exchange.name))),
    ...leftDelayQueues(old, now),
    ...[...old.queues.values()].flatMap((queue) => {
      const next = now.queues.get(queue.name);
      return next === undefined ? leftQueue(queue, old, replaced.get(queue.name)) : recreation(queue, next);
    }),
    ...[...old.bindings].flatMap(([key, binding]) =>
      now.bindings.has(key) || !staysBound(binding, old, now) ? [] : [leftBinding(binding)],
    ),
  ];
}

function exchangeMigration(old: Declared, now: Declared | undefined): Migration[] {
  if (now !== undefined) return recreation(old, now);
  if (old.isFleeting) return [];
  const sentence = `No document declares the exchange "${old.name}" any more: it stays on the broker.`;
  return [leftBehind("exchange", old, sentence, removeExchange(old.name))];
}

function recreation(old: Declared, now: Declared): Migration[] {
  const differences = differencesOf(old, now);
  // Each instance has a queue of its own, which goes when it goes: the next one has another.
  if (differences.length === 0 || (old.isFleeting && old.name.includes("{instance}"))) return [];
  const { kind, name, at: oldAt } = old;
  const steps = kind === "queue" ? recreateQueue(name, now.applications) : recreateExchange(name, now.applications);
  const sentence = `The ${kind} "${name}" must be deleted and declared anew, else the new ${now.applications.join(", ")} cannot start: ${differences.join("; ")}.`;
  return [
    { id: `recreate ${kind} ${name}`, kind: "recreate", subject: kind, name, outcome: "breaking", sentence, steps, oldAt, newAt: now.at },
  ];
}

/** Those of one queue together: they follow from one place in the documents. */
function leftDelayQueues(old: Declarations, now: Declarations): Migration[] {
  const left = [...old.queues.values()].filter(({ role, name, isFleeting }) => role === "delay" && !isFleeting && !now.queues.has(name));
  const groups = new Map<string, Declared[]>();
  for (const queue of left) {
    const parent = queue.name.replace(/\.wait\.\d+$/, "");
    groups.set(parent, [...(groups.get(parent) ?? []), queue]);
  }
  return [...groups].flatMap(([parent, [first, ...others]]) => {
    if (first === undefined) return [];
    const names = [first, ...others].map(({ name }) => name);
    const sentence = `Messages of "${parent}" no longer wait in ${names.map((name) => `"${name}"`).join(", ")} for their next attempt: these queues stay on the broker, and empty themselves.`;
    return [leftBehind("queue", { name: names.join(", "), at: first.at }, sentence, removeDelayQueues(names))];
  });
}

function leftQueue(queue: Declared, old: Declarations, replacement: string | undefined): Migration[] {
  if (queue.isFleeting || queue.role === "delay") return [];
  if (queue.role === "dead-letter") {
    const sentence = `No dead letters come to the queue "${queue.name}" any more: it stays on the broker with whatever is in it.`;
    return [leftBehind("queue", queue, sentence, removeDeadLetters(queue.name))];
  }
  const bindings = [...old.bindings.values()].filter((binding) => binding.queue === queue.name);
  const fills =
    bindings.length > 0
      ? "it stays on the broker, still bound, and fills with messages that nobody reads"
      : "it stays on the broker with whatever is in it";
  const start =
    replacement === undefined
      ? `No document declares the queue "${queue.name}" any more`
      : `The queue "${queue.name}" is replaced by "${replacement}"`;
  return [leftBehind("queue", queue, `${start}: ${fills}.`, removeQueue(queue.name, bindings, replacement))];
}

/** A binding goes with its queue, with its exchange, and with either's recreation. */
function staysBound({ queue, exchange }: DeclaredBinding, old: Declarations, now: Declarations): boolean {
  const ends = [
    [old.queues.get(queue), now.queues.get(queue)],
    [old.exchanges.get(exchange), now.exchanges.get(exchange)],
  ] as const;
  return ends.every(([before, after], at) => {
    // Exchanges that the broker has by itself are never declared, and stay.
    if (before === undefined) return at === 1;
    return after !== undefined && differencesOf(before, after).length === 0;
  });
}

function leftBinding(binding: DeclaredBinding): Migration {
  const { exchange, queue, routingKey, at } = binding;
  const name = `${exchange} → ${queue} (${JSON.stringify(routingKey)})`;
  const sentence = `The queue "${queue}" is bound to "${exchange}" with the key ${JSON.stringify(routingKey)} no more: until it is unbound, such messages go on arriving there.`;
  return leftBehind("binding", { name, at }, sentence, [unbind(binding)]);
}

function leftBehind(
  subject: Migration["subject"],
  { name, at: oldAt }: Pick<Declared, "name" | "at">,
  sentence: string,
  steps: Migration["steps"],
): Migration {
  return { id: `left-behind ${subject} ${name}`, kind: "left-behind", subject, name, outcome: "safe", sentence, steps, oldAt };
}
