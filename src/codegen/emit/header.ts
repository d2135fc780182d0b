/** The first line of a generated file, and what tells our files from anybody else's. */
export const headerFor = (source: string): string => `Generated from ${source}. Do not edit; run \`npm run generate\`.`;

/** In a generated JSON file, the key of the same sentence. */
export const jsonHeaderKey = "x-generated";

/** Whether a file was generated: it says so in its first line. */
export const isGenerated = (text: string): boolean => /^(?:\/\/ |\{\s*"x-generated": ")Generated from [^\n]+\. Do not edit; /.test(text);
