import type { ContractProofs } from "#compatibility";
import { type Application, type ContractSet, type Message, type Operation, routeContracts } from "#contract";
import type { Changes, Group, HttpApi, MessageDefinition, MessageUse, System } from "./model.js";
import { assignPlaces, definitionId } from "./places.js";

export interface SurveyInput {
  readonly title: string;
  readonly contracts: ContractSet;
  readonly proofs: ContractProofs;
  readonly apis: readonly HttpApi[];
  readonly changes?: Changes;
}

/** Looks over everything once, so that pages need only look things up. */
export function survey({ contracts, apis, ...rest }: SurveyInput): System {
  const graph = routeContracts(contracts);
  const messages = definitionsOf(contracts);
  const groups = groupsOf(contracts, apis);
  const names = groups.map(({ name }) => name);
  return { ...rest, contracts, apis, graph, messages, groups, places: assignPlaces({ contracts, graph, apis, messages, groups: names }) };
}

/** `orders` of `orders/payment`; a document that lies in no folder is a group of its own. */
export const groupOf = (id: string): string => id.split("/")[0] ?? id;

function groupsOf({ applications }: ContractSet, apis: readonly HttpApi[]): readonly Group[] {
  const names = new Set([...applications, ...apis].map(({ id }) => groupOf(id)));
  return [...names].map((name) => ({
    name,
    applications: applications.filter(({ id }) => groupOf(id) === name),
    apis: apis.filter(({ id }) => groupOf(id) === name),
  }));
}

function definitionsOf({ applications }: ContractSet): readonly MessageDefinition[] {
  const found = new Map<string, { readonly message: Message; readonly uses: MessageUse[] }>();
  const note = (message: Message): MessageUse[] => {
    const id = definitionId(message);
    const entry = found.get(id) ?? { message, uses: [] };
    found.set(id, entry);
    return entry.uses;
  };
  for (const application of applications) {
    for (const channel of application.channels) channel.messages.forEach(note);
    for (const operation of application.operations) noteUses(application, operation, note);
  }
  return [...found].map(([id, { message, uses }]) => ({ id, message, uses, group: groupOf(message.location.file) }));
}

function noteUses(application: Application, operation: Operation, note: (message: Message) => MessageUse[]): void {
  const sends = operation.action === "send";
  for (const message of operation.messages) note(message).push({ application, operation, as: sends ? "sends" : "receives" });
  for (const message of operation.reply?.messages ?? []) {
    note(message).push({ application, operation, as: sends ? "receives answers" : "sends answers" });
  }
}
