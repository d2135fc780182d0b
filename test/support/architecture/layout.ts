/** One path in four places: document, generated code, service, test. */

const idsMatching = (paths: readonly string[], pattern: RegExp): ReadonlySet<string> =>
  new Set(paths.flatMap((path) => pattern.exec(path)?.slice(1, 2) ?? []));

const missing = (wanted: ReadonlySet<string>, there: ReadonlySet<string>, sentence: (id: string) => string): readonly string[] =>
  [...wanted].filter((id) => !there.has(id)).map(sentence);

/** What has no counterpart. `paths`: every file of the repository, relative to it. `messages.yaml` holds what a group shares. */
export const layoutFaults = (paths: readonly string[]): readonly string[] => {
  const documents = new Set([...idsMatching(paths, /^asyncapi\/(.+)\.(?:ya?ml|json)$/)].filter((id) => !id.endsWith("/messages")));
  const generated = idsMatching(paths, /^generated\/(.+)\/index\.ts$/);
  const services = idsMatching(paths, /^src\/services\/([^/]+\/[^/]+)\/main\.ts$/);
  const tests = idsMatching(paths, /^test\/services\/([^/]+\/[^/]+)\.test\.ts$/);
  const http = idsMatching(paths, /^openapi\/(.+)\.(?:ya?ml|json)$/);
  return [
    ...missing(documents, generated, (id) => `asyncapi/${id}.yaml has no generated/${id}/index.ts`),
    ...missing(documents, services, (id) => `asyncapi/${id}.yaml has no src/services/${id}/main.ts`),
    ...missing(documents, tests, (id) => `asyncapi/${id}.yaml has no test/services/${id}.test.ts`),
    ...missing(generated, documents, (id) => `generated/${id} has no asyncapi/${id}.yaml`),
    ...missing(services, documents, (id) => `src/services/${id} has no asyncapi/${id}.yaml`),
    ...missing(http, services, (id) => `openapi/${id}.yaml has no src/services/${id}/main.ts`),
  ];
};
