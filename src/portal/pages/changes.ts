/** What changed between two git revisions, for whom, and whether it breaks them. */
import {
  type Acceptance,
  type EndChange,
  endName,
  type Migration,
  type Outcome,
  type PairChange,
  type Way,
  type WayChange,
} from "#compatibility";
import { badge, code } from "../content/inline.js";
import type { Badge, Block, Inline, Page, Section, Tone } from "../content/model.js";
import { faultBlocks, placeText } from "../phrases/faults.js";
import type { Changes, System } from "../system/model.js";
import { sentMessage } from "./parts/deliveries.js";
import { endInline } from "./parts/ends.js";

const address = "changes";

export function* changesPages(system: System): Iterable<Page> {
  const { changes } = system;
  if (changes === undefined) return;
  const shown: Shown = {
    system,
    parts: new Map(changes.changes.pairs.flatMap(({ ways }) => ways).map((way, at) => [way, `way-${at + 1}`])),
  };
  const consumers = consumersOf(changes);
  yield {
    address,
    kind: "changes",
    title: "Changes",
    summary: `What changed from ${changes.before} to ${changes.after}, and whom it breaks.`,
    trail: [],
    blocks: [
      ...introduction(changes),
      ...untoldNote(changes, consumers),
      ...consumers.map((consumer, at) => consumerSection(consumer, at + 1, shown)),
      ...cameAndWent(changes.changes.ends),
      ...toDo(changes.changes.migrations),
      ...acceptancesOf(changes),
    ],
  };
}

/** What sections need to look up. */
interface Shown {
  readonly system: System;
  /** Ids of the sections that tell of a way. */
  readonly parts: ReadonlyMap<WayChange, string>;
}

const outcomes: Readonly<Record<Outcome, { readonly tone: Tone; readonly text: string }>> = {
  breaking: { tone: "bad", text: "breaking" },
  unknown: { tone: "doubtful", text: "not known" },
  accepted: { tone: "doubtful", text: "breaking, accepted" },
  "broken-before": { tone: "doubtful", text: "broken as before" },
  "unknown-before": { tone: "doubtful", text: "not known, as before" },
  "safe-by-policy": { tone: "doubtful", text: "safe by policy" },
  safe: { tone: "good", text: "safe" },
  "nothing-sent": { tone: "plain", text: "nothing sent" },
};

const outcomeBadge = (outcome: Outcome): Badge => badge(outcomes[outcome].tone, outcomes[outcome].text);

const wayNames: Readonly<Record<Way, string>> = {
  "old-to-new": "Old producer, new consumer",
  "new-to-old": "New producer, old consumer",
  "new-to-new": "Both new",
};

const verdicts = {
  safe: { tone: "good", text: "Nothing breaks that was not broken before." },
  breaking: { tone: "bad", text: "It breaks consumers of messages, or what is on the broker." },
  unknown: { tone: "doubtful", text: "Of some messages it is not known whether their consumer still takes them." },
} as const satisfies Readonly<Record<Changes["changes"]["standing"], { readonly tone: Tone; readonly text: string }>>;

function introduction({ before, after, changes }: Changes): readonly Block[] {
  const { tone, text } = verdicts[changes.standing];
  const all = [...changes.pairs.flatMap(({ ways }) => ways), ...changes.migrations.filter(({ outcome }) => outcome !== "safe")];
  const counts = (Object.keys(outcomes) as Outcome[]).flatMap((outcome) => {
    const number = all.filter((each) => each.outcome === outcome).length;
    return number === 0 || outcome === "nothing-sent" ? [] : [`${number} ${outcomes[outcome].text}`];
  });
  return [
    { kind: "paragraph", text: [`From ${before} to ${after}.`] },
    { kind: "note", tone, text: [text, ...(counts.length === 0 ? [] : [` In figures: ${counts.join("; ")}.`])] },
    {
      kind: "paragraph",
      text: [
        "While instances are replaced, old and new ones run side by side and old messages wait in queues. ",
        "So each message is looked at on three ways: from the old producer to the new consumer, from the new one to the old, and between the new ones.",
      ],
    },
  ];
}

/** What has to do with one consumer. */
interface Consumer {
  readonly pairs: readonly [PairChange, ...PairChange[]];
}

/** Consumers for whom anything changed, in the order of the documents. */
function consumersOf({ changes }: Changes): readonly Consumer[] {
  const consumers = new Map<string, [PairChange, ...PairChange[]]>();
  for (const pair of changes.pairs.filter(isTold)) {
    const known = consumers.get(endName(pair.consumer));
    if (known === undefined) consumers.set(endName(pair.consumer), [pair]);
    else known.push(pair);
  }
  return [...consumers.values()].map((pairs) => ({ pairs }));
}

const told: ReadonlySet<Outcome> = new Set(["breaking", "unknown", "accepted", "safe-by-policy"]);
const isTold = ({ change, ways }: PairChange): boolean => change !== "none" || ways.some(({ outcome }) => told.has(outcome));

function untoldNote({ changes }: Changes, consumers: readonly Consumer[]): readonly Block[] {
  const rest = changes.pairs.length - consumers.reduce((sum, { pairs }) => sum + pairs.length, 0);
  return rest === 0 ? [] : [{ kind: "paragraph", text: [`Not touched: ${rest} of ${changes.pairs.length} deliveries.`] }];
}

function consumerSection({ pairs }: Consumer, number: number, shown: Shown): Section {
  const [{ consumer }] = pairs;
  const { system } = shown;
  const ways = Object.entries(wayNames) as [Way, string][];
  return {
    kind: "section",
    id: `consumer-${number}`,
    title: `For ${endName(consumer)}`,
    blocks: [
      { kind: "paragraph", text: ["To ", ...endInline(system, consumer), "."] },
      {
        kind: "table",
        caption: `What changed for ${endName(consumer)}`,
        head: ["Message", "From", "Change", ...ways.map(([, name]) => name)],
        rows: pairs.map((pair) => [
          [sentMessage(system, pair.producer, pair.message)],
          endInline(system, pair.producer),
          [pair.change],
          ...ways.map(([way]) => pair.ways.filter((each) => each.way === way).flatMap((each) => outcomeInline(each, shown))),
        ]),
      },
      ...pairs.flatMap((pair) => pairBlocks(pair, shown)),
    ],
  };
}

const isExplained = ({ faults, outcome }: WayChange): boolean => faults.length > 0 || told.has(outcome);

const outcomeInline = (way: WayChange, { parts }: Shown): readonly Inline[] => {
  const part = parts.get(way);
  if (!isExplained(way) || part === undefined) return [outcomeBadge(way.outcome)];
  return [outcomeBadge(way.outcome), " ", { kind: "link", to: address, part, text: "why" }];
};

function pairBlocks({ ways, advice, message, producer }: PairChange, { parts }: Shown): readonly Block[] {
  const title = (way: Way): string => `${message} from ${endName(producer)}: ${wayNames[way].toLowerCase()}`;
  return [
    ...(advice === undefined ? [] : [{ kind: "note", tone: "plain", text: [advice] } as const]),
    ...ways.filter(isExplained).map((way) => waySection(way, parts.get(way) ?? "", title(way.way))),
  ];
}

function waySection({ id, outcome, sentence, faults, acceptance }: WayChange, part: string, title: string): Section {
  const open = outcome === "breaking" || outcome === "unknown";
  return {
    kind: "section",
    id: part,
    title,
    blocks: [
      { kind: "paragraph", text: [outcomeBadge(outcome), ...(faults.some(({ reason }) => reason === sentence) ? [] : [" ", sentence])] },
      ...acceptedNote(acceptance),
      ...faults.flatMap(faultBlocks),
      ...(open ? [{ kind: "facts", rows: [idRow(id)] } as const] : []),
    ],
  };
}

const acceptedNote = (acceptance: Acceptance | undefined): readonly Block[] =>
  acceptance === undefined
    ? []
    : [{ kind: "note", tone: "doubtful", text: [`Accepted until ${acceptance.expires}: ${acceptance.reason}`] }];

const idRow = (id: string) => ({ label: "Id, to accept it", value: [code(id)] });

function cameAndWent(changes: readonly EndChange[]): readonly Section[] {
  if (changes.length === 0) return [];
  return [
    {
      kind: "section",
      id: "came-and-went",
      title: "Came and went",
      blocks: [
        {
          kind: "table",
          caption: "Applications, operations and messages that came or went",
          head: ["Change", "What", "Name", "What that means", "Where"],
          rows: changes.map(({ change, kind, name, meaning, at }) => [[change], [kind], [code(name)], [meaning], [code(placeText(at))]]),
        },
      ],
    },
  ];
}

function toDo(migrations: readonly Migration[]): readonly Section[] {
  if (migrations.length === 0) return [];
  const blocks = migrations.map((migration, at) => migrationSection(migration, at + 1));
  return [{ kind: "section", id: "broker", title: "To do on the broker", blocks }];
}

function migrationSection(migration: Migration, number: number): Section {
  const { id, kind, subject, name, outcome, sentence, steps, oldAt, newAt, acceptance } = migration;
  const places = [
    { label: "Before", value: [code(placeText(oldAt))] },
    ...(newAt === undefined ? [] : [{ label: "After", value: [code(placeText(newAt))] }]),
    ...(outcome === "breaking" ? [idRow(id)] : []),
  ];
  return {
    kind: "section",
    id: `migration-${number}`,
    title: `${kind === "recreate" ? "Make anew" : "Left behind"}: ${subject} ${name}`,
    blocks: [
      { kind: "paragraph", text: [...(outcome === "safe" ? [] : [outcomeBadge(outcome), " "]), sentence] },
      ...acceptedNote(acceptance),
      { kind: "facts", rows: places },
      {
        kind: "table",
        caption: "Step by step",
        head: ["Step", "What to do", "Command"],
        rows: steps.map(({ text, command }, at) => [[String(at + 1)], [text], command === undefined ? [] : [code(command)]]),
      },
    ],
  };
}

const uses = { used: "in use", expired: "expired, counts no more", idle: "nothing breaks that it could accept" } as const;

function acceptancesOf({ changes: { acceptances } }: Changes): readonly Section[] {
  if (acceptances.length === 0) return [];
  return [
    {
      kind: "section",
      id: "acceptances",
      title: "Acceptances",
      blocks: [
        {
          kind: "table",
          caption: "Breakages that somebody takes responsibility for",
          head: ["Breakage", "Reason", "Until", "Use", "Where"],
          rows: acceptances.map(({ acceptance: { breakage, reason, expires, at }, use }) => [
            [code(breakage)],
            [reason],
            [expires],
            [uses[use]],
            [code(placeText(at))],
          ]),
        },
      ],
    },
  ];
}
