import type { ContractSet } from "#contract";
import { endName } from "../routes/deliveries.js";
import type { Proof } from "../routes/model.js";
import { proveBetween, proveContracts } from "../routes/prove.js";
import { accept } from "./acceptances.js";
import { adviceOf } from "./advice.js";
import { createBlame } from "./blame.js";
import { declaredPropertiesOnly } from "./declared-properties.js";
import { endsBetween } from "./ends.js";
import { type Meanings, meaningsIn } from "./meaning.js";
import { migrationsBetween } from "./migrations.js";
import type { ChangeOptions, ContractChanges, PairChange, Way } from "./model.js";
import { pairMeaning } from "./pair-meaning.js";
import { type WayScene, wayOf } from "./ways.js";

/**
 * What a change of the documents does to everyone who talks to each other, in every way in which old and new meet while it is rolled out.
 * Pure; a set against itself has no changes.
 */
export function changesBetween(before: ContractSet, after: ContractSet, options: ChangeOptions): ContractChanges {
  const { acceptances: given = [], today } = options;
  const settled = accept(pairsBetween(before, after, options), migrationsBetween(before, after), given, today);
  const outcomes = new Set([...settled.pairs.flatMap(({ ways }) => ways), ...settled.migrations].map(({ outcome }) => outcome));
  const standing = outcomes.has("breaking") ? "breaking" : outcomes.has("unknown") ? "unknown" : "safe";
  return { ...settled, ends: endsBetween(before, after), standing };
}

type Proofs = ReadonlyMap<string, Proof>;
type Ends = Pick<Proof, "id" | "producer" | "consumer" | "message">;

function pairsBetween(before: ContractSet, after: ContractSet, { policy, timeoutMs }: ChangeOptions): readonly PairChange[] {
  const limits = timeoutMs === undefined ? {} : { timeoutMs };
  const prove = (producers: ContractSet, consumers: ContractSet): Proofs => byId(proveBetween(producers, consumers, limits).proofs);
  const blame = createBlame(before, after, timeoutMs);
  const old = byId(proveContracts(before, limits).proofs);
  const scene = (way: Way, producers: ContractSet, consumers: ContractSet): WayScene => {
    const proofs = prove(producers, consumers);
    const isDoubtful = [...proofs.values()].some(({ faults }) => faults.some(({ part }) => part === "payload"));
    const byPolicy = policy !== undefined && isDoubtful ? prove(declaredPropertiesOnly(producers), consumers) : new Map<string, Proof>();
    return { way, producers, consumers, proofs, old, byPolicy, policy, blame };
  };
  const scenes = [scene("old-to-new", before, after), scene("new-to-old", after, before), scene("new-to-new", after, after)];
  const meanings = { before: meaningsIn(before), after: meaningsIn(after) };
  const [, , now] = scenes;
  const all = new Map<string, Ends>([old, ...scenes.map(({ proofs }) => proofs)].flatMap((proofs) => [...proofs]));
  const pairs = [...all.values()].map((ends) => {
    const change = changeOf(ends, { before, after, meanings, old, now: now?.proofs ?? new Map() });
    return pairChange(ends, change, scenes);
  });
  return byConsumer(pairs);
}

const byId = (proofs: readonly Proof[]): Proofs => new Map(proofs.map((proof) => [proof.id, proof]));

function pairChange({ id, producer, consumer, message }: Ends, change: PairChange["change"], scenes: readonly WayScene[]): PairChange {
  const outcomes = scenes.map((scene) => wayOf({ id, producer, consumer, message }, scene));
  const advice = adviceOf(outcomes);
  return { id, consumer, producer, message, change, ways: outcomes, ...(advice === undefined ? {} : { advice }) };
}

interface Sides {
  readonly before: ContractSet;
  readonly after: ContractSet;
  readonly meanings: { readonly before: Meanings; readonly after: Meanings };
  readonly old: Proofs;
  readonly now: Proofs;
}

/** Pairs that meet only while both versions run are of an end that went and one that came. */
function changeOf(ends: Ends, { before, after, meanings, old, now }: Sides): PairChange["change"] {
  if (!old.has(ends.id)) return now.has(ends.id) ? "added" : "changed";
  if (!now.has(ends.id)) return "removed";
  return pairMeaning(ends, before, meanings.before) === pairMeaning(ends, after, meanings.after) ? "none" : "changed";
}

/** Consumers in the order in which they first come. */
function byConsumer(pairs: readonly PairChange[]): readonly PairChange[] {
  const order = [...new Set(pairs.map(({ consumer }) => endName(consumer)))];
  const rank = new Map(order.map((name, at) => [name, at]));
  return pairs.toSorted((a, b) => (rank.get(endName(a.consumer)) ?? 0) - (rank.get(endName(b.consumer)) ?? 0));
}
