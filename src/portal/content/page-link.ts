/** To a page, or to a part of it, by its address below the root of the site. */
export interface PageLink {
  readonly to: string;
  /** Id of a section or field of that page. */
  readonly part?: string;
  readonly text: string;
}
