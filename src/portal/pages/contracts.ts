/** Who sends what to whom, and whether the reader takes all of it: every proof, what is not proved first. */
import { type ContractProofs, endName, type Finding, type Proof, type Standing } from "#compatibility";
import type { Hop, Route } from "#contract";
import { code, listed } from "../content/inline.js";
import type { Address, Block, Inline, Link, Page, Section, Table } from "../content/model.js";
import { faultBlocks, placeText } from "../phrases/faults.js";
import { standingBadge } from "../phrases/standing.js";
import { wayPhrase } from "../phrases/way.js";
import type { System } from "../system/model.js";
import { groupOf } from "../system/survey.js";
import { sentMessage } from "./parts/deliveries.js";
import { endInline, queueInline } from "./parts/ends.js";

/** More rows than this are not looked through on one page: each group then has a page of its own. */
const rowsOnOnePage = 400;

const address = "contracts";
const top: Link = { kind: "link", to: address, text: "Contracts" };

export function* contractsPages(system: System): Iterable<Page> {
  const { proofs } = system.proofs;
  const split = proofs.length > rowsOnOnePage;
  const groups = groupsOf(system, split);
  const shown: Shown = { system, numbers: new Map(proofs.map((proof, at) => [proof, at + 1])) };
  yield mainPage(system.proofs, groups, split ? undefined : shown);
  if (split) for (const group of groups) yield groupPage(group, shown);
}

/** What rows need to look up. */
interface Shown {
  readonly system: System;
  readonly numbers: ReadonlyMap<Proof, number>;
}

/** Proofs by the group of the consumer. */
interface ProofGroup {
  readonly name: string;
  /** The group's name, fit for an address. */
  readonly slug: string;
  /** Where its rows are. */
  readonly page: Address;
  readonly proofs: readonly Proof[];
}

function groupsOf({ proofs, places }: System, split: boolean): readonly ProofGroup[] {
  const groups = new Map<string, Proof[]>();
  for (const proof of proofs.proofs) {
    const name = groupOf(proof.consumer.application);
    const own = groups.get(name) ?? [];
    groups.set(name, own);
    own.push(proof);
  }
  return [...groups].map(([name, own]) => {
    const slug = places.group(name).to.replace(/^groups\//, "");
    return { name, slug, page: split ? `${address}/${slug}` : address, proofs: own };
  });
}

/** Without `shown` the rows are on pages of their own. */
function mainPage({ proofs, findings }: ContractProofs, groups: readonly ProofGroup[], shown: Shown | undefined): Page {
  const rows = shown === undefined ? [countsTable(groups)] : groups.map((group) => rowsOf(group, shown, `To ${group.name}`));
  return {
    address,
    kind: "contracts",
    title: "Contracts",
    summary: `Whether every consumer takes every message that may come to it: ${countsText(proofs)}.`,
    trail: [],
    blocks: [
      ...introduction(proofs),
      ...(shown === undefined ? [] : detailsOf(proofs, shown)),
      ...findingsOf(findings),
      ...(proofs.length === 0 ? [] : [{ kind: "section", id: "deliveries", title: "All deliveries", blocks: rows } as const]),
    ],
  };
}

function groupPage(group: ProofGroup, shown: Shown): Page {
  const { page, name, proofs } = group;
  return {
    address: page,
    kind: "contracts",
    title: `Contracts of ${name}`,
    summary: `Whether the consumers of ${name} take every message that may come to them: ${countsText(proofs)}.`,
    trail: [top],
    blocks: [...introduction(proofs), ...detailsOf(proofs, shown), rowsOf(group, shown, "All deliveries")],
  };
}

function introduction(proofs: readonly Proof[]): readonly Block[] {
  if (proofs.length === 0) return [{ kind: "note", tone: "doubtful", text: ["No message of any document comes to a consumer."] }];
  const counts = countOf(proofs);
  const tone = counts.broken > 0 ? "bad" : counts.unknown > 0 ? "doubtful" : "good";
  const verdict =
    tone === "good"
      ? "Every consumer takes every message that may come to it."
      : tone === "bad"
        ? "Some consumers refuse messages that may come to them."
        : "Of some messages it is not known whether their consumer takes them.";
  return [
    {
      kind: "paragraph",
      text: [
        "Each row is one message on its way from an operation that sends it to one that reads it, routed as RabbitMQ routes. ",
        "Proved means shown from both schemas for every message that the sender may send, not tried with examples.",
      ],
    },
    { kind: "note", tone, text: [`${verdict} ${countsText(proofs)}.`] },
  ];
}

const standings = { proved: "proved", broken: "refused", unknown: "not proved" } as const satisfies Readonly<Record<Standing, string>>;
const entries = Object.entries(standings) as [Standing, string][];

const countOf = (proofs: readonly Proof[]): Readonly<Record<Standing, number>> => ({
  proved: proofs.filter(({ standing }) => standing === "proved").length,
  broken: proofs.filter(({ standing }) => standing === "broken").length,
  unknown: proofs.filter(({ standing }) => standing === "unknown").length,
});

/** `17 proved, 1 refused, 0 not proved` */
const countsText = (proofs: readonly Proof[]): string => {
  const counts = countOf(proofs);
  return entries.map(([standing, name]) => `${counts[standing]} ${name}`).join(", ");
};

const countsTable = (groups: readonly ProofGroup[]): Table => ({
  kind: "table",
  caption: "How the deliveries of each group stand",
  head: ["Consumers in", ...Object.values(standings)],
  rows: groups.map(({ name, page, proofs }) => {
    const counts = countOf(proofs);
    return [[{ kind: "link", to: page, text: name }], ...entries.map(([standing]) => [String(counts[standing])])];
  }),
});

const rowsOf = ({ name, slug, proofs, page }: ProofGroup, shown: Shown, title: string): Section => ({
  kind: "section",
  id: `to-${slug}`,
  title,
  blocks: [
    {
      kind: "table",
      caption: `Messages that come to ${name}`,
      head: ["Standing", "Message", "From", "To", "Through"],
      rows: proofs.map((proof) => [
        standingOf(proof, page, shown),
        [sentMessage(shown.system, proof.producer, proof.message)],
        endInline(shown.system, proof.producer),
        endInline(shown.system, proof.consumer),
        throughOf(proof, shown),
      ]),
    },
  ],
});

function standingOf(proof: Proof, page: Address, shown: Shown): readonly Inline[] {
  const badge = standingBadge(proof.standing);
  if (proof.standing === "proved") return [badge];
  return [badge, " ", { kind: "link", to: page, part: partOf(proof, shown), text: "why" }];
}

/** Id of the section that tells why a delivery is not proved. */
const partOf = (proof: Proof, { numbers }: Shown): string => `delivery-${numbers.get(proof) ?? 0}`;

const wayNames: Readonly<Partial<Record<Hop["kind"], string>>> = {
  reply: "as an answer",
  alternate: "by the alternate exchange",
  "dead-letter": "as a dead letter",
  expire: "when it expires",
};

/** The queues, and on which ways besides the straight one; that failed messages come again is said of nearly every queue, and not here. */
function throughOf({ routes }: Proof, { system }: Shown): readonly Inline[] {
  const queues = [...new Set(routes.map(({ queue }) => queue))];
  const links = listed(queues.map((queue) => queueInline(system, queue)));
  const ways = Object.entries(wayNames).flatMap(([kind, name]) =>
    routes.some(({ hops }) => hops.some((hop) => hop.kind === kind)) ? [name] : [],
  );
  return ways.length === 0 ? links : [...links, `; ${ways.join(", ")}`];
}

function detailsOf(proofs: readonly Proof[], shown: Shown): readonly Section[] {
  const section = (standing: Standing, title: string): readonly Section[] => {
    const own = proofs.filter((proof) => proof.standing === standing);
    if (own.length === 0) return [];
    return [{ kind: "section", id: standing, title, blocks: own.map((proof) => proofSection(proof, shown)) }];
  };
  return [...section("broken", "What is refused"), ...section("unknown", "What is not known")];
}

function proofSection(proof: Proof, shown: Shown): Section {
  const { producer, consumer, message, faults } = proof;
  const { system } = shown;
  const [way] = proof.routes.toSorted((a, b) => rank(a) - rank(b));
  return {
    kind: "section",
    id: partOf(proof, shown),
    title: `${message}: ${endName(producer)} → ${endName(consumer)}`,
    blocks: [
      {
        kind: "facts",
        rows: [
          { label: "Message", value: [sentMessage(system, producer, message)] },
          { label: "From", value: endInline(system, producer) },
          { label: "To", value: endInline(system, consumer) },
          { label: "Through", value: throughOf(proof, shown) },
          ...(way === undefined ? [] : [{ label: "Way", value: wayPhrase(system.places, way) }]),
        ],
      },
      ...faults.flatMap(faultBlocks),
    ],
  };
}

/** The surest and shortest way first. */
const rank = ({ certainty, hops }: Route): number => hops.length + (certainty === "always" ? 0 : 100);

const severityTones = { error: "bad", warning: "doubtful", note: "plain" } as const;

function findingsOf(findings: readonly Finding[]): readonly Section[] {
  if (findings.length === 0) return [];
  const table: Table = {
    kind: "table",
    caption: "What was found about the documents as a whole",
    head: ["Severity", "What", "Code", "Where"],
    rows: findings.map(({ severity, message, code: kind, at, also = [] }) => [
      [{ kind: "badge", tone: severityTones[severity], text: severity }],
      [message],
      [code(kind)],
      listed([at, ...also].map((place) => code(placeText(place)))),
    ]),
  };
  return [{ kind: "section", id: "findings", title: "Findings", blocks: [table] }];
}
