/** Finds pages by their names. Pure; runs in the browser. */
import { within } from "./distance.js";
import { fold } from "./fold.js";
import type { Found, Hit, SearchIndex } from "./model.js";

/** How well a word fits a name. Between names of the same rank, the path of a field goes first, since it leads to the very line. */
const rank = { similar: 1, address: 1, inside: 2, wordStart: 3, lastWords: 4, whole: 5 } as const;

const mostHits = 50;

/** Texts one after another, searched as one: much quicker than one by one. */
class Texts {
  readonly #all: string;
  readonly #starts: Uint32Array;

  constructor(texts: readonly string[]) {
    this.#starts = new Uint32Array(texts.length + 1);
    let end = 0;
    texts.forEach((text, number) => {
      end += text.length + 1;
      this.#starts[number + 1] = end;
    });
    this.#all = `${texts.join("\n")}\n`;
  }

  /** The best rank of the word in each text that holds it. */
  ranks(word: string, note: (text: number, rank: number) => void): void {
    let text = 0;
    for (let from = this.#all.indexOf(word); from >= 0; from = this.#all.indexOf(word, from + 1)) {
      while (this.#start(text + 1) <= from) text++;
      const [first, last] = [from === this.#start(text), from + word.length === this.#start(text + 1) - 1];
      const begins = first || this.#all[from - 1] === "_";
      note(text, first && last ? rank.whole : begins && last ? rank.lastWords : begins ? rank.wordStart : rank.inside);
    }
  }

  #start(text: number): number {
    return this.#starts[text] ?? Number.POSITIVE_INFINITY;
  }
}

/** Prepares an index: what is returned answers in milliseconds, for tens of thousands of pages too. */
export function openSearch(index: SearchIndex): (query: string) => Found {
  const folded = index.names.map(fold);
  const names = new Texts(folded);
  const addresses = new Texts(index.pages.map(([address]) => fold(address)));
  const vocabulary = wordsOf(folded);
  return (query) => {
    const words = [...new Set(query.split(/\s+/).map(fold))].filter((word) => word !== "");
    const pages = new PageRanks(index);
    for (const word of words) {
      const fits = new Uint8Array(index.names.length);
      names.ranks(word, (name, how) => (fits[name] = Math.max(fits[name] ?? 0, how)));
      if (!fits.some((how) => how > 0)) for (const name of similar(word, vocabulary)) fits[name] = rank.similar;
      pages.narrow((note) => {
        addresses.ranks(word, (page) => note(page, rank.address, -1, 0));
        fits.forEach((how, name) => {
          const places = how === 0 ? [] : (index.places[name] ?? []);
          for (let at = 0; at < places.length; at += 2) note(places[at] ?? 0, how, name, places[at + 1] ?? 0);
        });
      });
    }
    return words.length === 0 ? { total: 0, hits: [] } : pages.found();
  };
}

type Note = (page: number, rank: number, name: number, part: number) => void;

/** How well each page fits all words so far, and by which name best. */
class PageRanks {
  readonly #index: SearchIndex;
  #sums: Uint8Array | undefined;
  readonly #best: Uint8Array;
  readonly #names: Int32Array;
  readonly #parts: Int32Array;

  constructor(index: SearchIndex) {
    this.#index = index;
    this.#best = new Uint8Array(index.pages.length);
    this.#names = new Int32Array(index.pages.length).fill(-1);
    this.#parts = new Int32Array(index.pages.length);
  }

  /** Takes one word more: pages that do not have it are out. */
  narrow(word: (note: Note) => void): void {
    const ranks = new Uint8Array(this.#index.pages.length);
    word((page, how, name, part) => {
      ranks[page] = Math.max(ranks[page] ?? 0, how);
      const value = how * 2 + (part > 0 ? 1 : 0);
      if (value <= (this.#best[page] ?? 0)) return;
      this.#best[page] = value;
      this.#names[page] = name;
      this.#parts[page] = part;
    });
    const sums = this.#sums;
    this.#sums = sums === undefined ? ranks : ranks.map((how, page) => (how === 0 || sums[page] === 0 ? 0 : how + (sums[page] ?? 0)));
  }

  found(): Found {
    const byRank = new Map<number, number[]>();
    let total = 0;
    this.#sums?.forEach((sum, page) => {
      if (sum === 0) return;
      total++;
      const pages = byRank.get(sum) ?? [];
      byRank.set(sum, pages);
      if (pages.length < mostHits) pages.push(page);
    });
    const ranks = [...byRank].sort(([a], [b]) => b - a);
    const hits = ranks.flatMap(([, pages]) => pages).slice(0, mostHits);
    return { total, hits: hits.map((page) => this.#hit(page)) };
  }

  #hit(page: number): Hit {
    const [address, title, kind] = this.#index.pages[page] ?? ["", "", ""];
    const name = this.#index.names[this.#names[page] ?? -1];
    const part = this.#index.parts[(this.#parts[page] ?? 0) - 1];
    const shown = name === undefined || name === title ? {} : { name };
    return { address, title, kind, ...shown, ...(part === undefined ? {} : { part }) };
  }
}

/** Words of names, and whole names written as one word, with the names that have them. */
function wordsOf(folded: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  folded.forEach((name, number) => {
    for (const word of new Set([...name.split("_"), name.replaceAll("_", "")])) {
      const names = found.get(word);
      if (names === undefined) found.set(word, [number]);
      else names.push(number);
    }
  });
  return found;
}

/** Names that have a word like this one; its first letter is taken to be right. Short words are too easily like others. */
function similar(word: string, vocabulary: ReadonlyMap<string, readonly number[]>): readonly number[] {
  const letters = word.replaceAll("_", "");
  const slips = letters.length < 4 ? 0 : letters.length < 8 ? 1 : 2;
  if (slips === 0) return [];
  return [...vocabulary].filter(([other]) => other[0] === letters[0] && within(slips, letters, other)).flatMap(([, names]) => names);
}
