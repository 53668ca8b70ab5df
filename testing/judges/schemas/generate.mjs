// Writes one JSON Schema (draft-07) per .ts file of this folder into the folder given: the types of the official SDKs, without their prose,
// and the licence of each SDK beside it.
import fs from 'node:fs';
import path from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

const here = import.meta.dirname;
const target = process.argv[2];
const SDKS = { openai: 'openai', anthropic: '@anthropic-ai/sdk', 'anthropic-first': 'anthropic-first' };

// What only explains. Names of properties are never looked at, whatever they are.
const PROSE = new Set(['$comment', 'default', 'deprecated', 'description', 'examples', 'title']);

function bare(schema) {
  if (Array.isArray(schema)) return schema.map(bare);
  if (schema === null || typeof schema !== 'object') return schema;
  const kept = Object.keys(schema).filter((key) => !PROSE.has(key)).sort();
  return Object.fromEntries(kept.map((key) => [key, NAMED.has(key) ? named(schema[key]) : bare(schema[key])]));
}

const NAMED = new Set(['definitions', 'properties']);

function named(schemas) {
  return Object.fromEntries(Object.keys(schemas).sort().map((name) => [name, bare(schemas[name])]));
}

for (const [name, sdk] of Object.entries(SDKS)) {
  const schema = createGenerator({
    path: path.join(here, `${name}.ts`),
    tsconfig: path.join(here, 'tsconfig.json'),
    type: '*',
    skipTypeCheck: true,
  }).createSchema('*');
  fs.writeFileSync(path.join(target, `${name}.json`), JSON.stringify(bare(schema)) + '\n');
  fs.copyFileSync(path.join(here, '..', 'node_modules', sdk, 'LICENSE'), path.join(target, `LICENSE-${name}`));
  console.log(`${name}.json: ${Object.keys(schema.definitions).length} definitions`);
}
