/** Topic bindings in a tree of words, as RabbitMQ keeps them: looking a key up costs its length, not the number of bindings. */

import type { RoutingKey } from "./keys.js";
import type { Certainty } from "./model.js";

export interface TopicIndex<Value> {
  /** `*` stands for exactly one word, `#` for any number of words, none included. */
  add(pattern: string, value: Value): void;
  /** Calls back with every value whose pattern matches the key; possibly more than once, the strongest certainty last or alone. */
  find(key: RoutingKey, found: (value: Value, certainty: Certainty) => void): void;
}

interface Node<Value> {
  readonly children: Map<string, Node<Value>>;
  readonly values: Value[];
}

export function createTopicIndex<Value>(): TopicIndex<Value> {
  const root = createNode<Value>();
  return {
    add(pattern, value) {
      let node = root;
      for (const word of pattern === "" ? [] : pattern.split(".")) {
        const next = node.children.get(word) ?? createNode<Value>();
        node.children.set(word, next);
        node = next;
      }
      node.values.push(value);
    },
    find(key, found) {
      search(root, key, found);
    },
  };
}

/** Whether a binding's pattern takes a key: for every value of its parameters, for some, or for none (undefined). */
export function matchTopic(pattern: string, key: RoutingKey): Certainty | undefined {
  const index = createTopicIndex<true>();
  index.add(pattern, true);
  let best: Certainty | undefined;
  index.find(key, (_, certainty) => {
    best = best === "always" ? best : certainty;
  });
  return best;
}

function createNode<Value>(): Node<Value> {
  return { children: new Map(), values: [] };
}

function search<Value>(root: Node<Value>, { words }: RoutingKey, found: (value: Value, certainty: Certainty) => void): void {
  // Several `#` reach one place in many ways; each place is worth one visit per certainty.
  const visits = new Map<Node<Value>, Map<number, Certainty>>();
  const visit = (node: Node<Value>, at: number, certainty: Certainty): void => {
    const places = visits.get(node) ?? new Map<number, Certainty>();
    visits.set(node, places);
    const before = places.get(at);
    if (before === "always" || before === certainty) return;
    places.set(at, certainty);

    const rest = node.children.get("#");
    if (rest !== undefined) for (let next = at; next <= words.length; next++) visit(rest, next, certainty);
    const word = words[at];
    if (word === undefined) {
      for (const value of node.values) found(value, certainty);
      return;
    }
    const any = node.children.get("*");
    if (any !== undefined) visit(any, at + 1, certainty);
    if (typeof word === "string") {
      const same = word === "*" || word === "#" ? undefined : node.children.get(word);
      if (same !== undefined) visit(same, at + 1, certainty);
      return;
    }
    for (const [text, child] of node.children) if (text !== "*" && text !== "#" && word.test(text)) visit(child, at + 1, "may");
  };
  visit(root, 0, "always");
}
