/** What a search looks through: every name of every page. Plain data, as small as can be, since a browser loads it whole. */
export interface SearchIndex {
  /** Address, title and kind in words. Among equally good hits the earlier page comes first. */
  readonly pages: readonly (readonly [address: string, title: string, kind: string])[];
  /** Titles, names on the wire and paths of payload fields, each once. */
  readonly names: readonly string[];
  /** Ids of fields on their pages, each once. */
  readonly parts: readonly string[];
  /** Where each name stands: two numbers for each place, its page and its part counted from 1; 0 is the page itself. */
  readonly places: readonly (readonly number[])[];
}

export interface Hit {
  readonly address: string;
  readonly title: string;
  readonly kind: string;
  /** What was found there, where it is not the title. */
  readonly name?: string;
  /** Id of the field that it is the path of. */
  readonly part?: string;
}

export interface Found {
  /** Pages found; not all of them need to be among the hits. */
  readonly total: number;
  /** The best first. */
  readonly hits: readonly Hit[];
}
