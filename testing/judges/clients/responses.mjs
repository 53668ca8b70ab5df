// Asks for responses in every scenario with OpenAI's SDK and prints what the SDK made of it, one JSON object.
// node responses.mjs FOLDER_OF_NODE_MODULES BASE_URL
import { createRequire } from 'node:module';

const [folder, url] = process.argv.slice(2);
const OpenAI = createRequire(`${folder}/`)('openai');
const client = new OpenAI({ apiKey: 'sk-test', baseURL: `${url}/v1`, maxRetries: 0 });
const patient = client.withOptions({ maxRetries: 2 });
const ask = (model) => ({ model, input: 'hi', store: false });
const seen = {};

// The SDK adds what it has parsed, in streams only.
const asSent = (value) => JSON.parse(JSON.stringify(value, (key, it) => (key.startsWith('parsed') ? undefined : it)));
const answer = ({ output, output_text, status, incomplete_details, usage }) => asSent({ output, output_text, status, incomplete_details, usage });

async function failure(call) {
  try {
    await call();
    return 'no failure';
  } catch (e) {
    return { class: e.constructor.name, status: e.status, type: e.type, code: e.code, param: e.param, request: e.requestID, message: e.message };
  }
}

for (const model of ['text', 'length', 'refusal', 'json', 'tools', 'thinking']) {
  const plain = answer(await client.responses.create(ask(model)));
  const streamed = answer(await client.responses.stream(ask(model)).finalResponse());
  seen[model] = { plain, streamed };
}

for (const model of ['Throttled', 'Unavailable', 'TimedOut', 'Refused', 'BadRequest', 'UnknownModel', 'UnsupportedParameter', 'ContextTooLong', 'Unauthorized', 'CreditSpent', 'Malformed']) {
  seen[model] = await failure(() => client.responses.create(ask(model)));
}

for (const model of ['retried', 'hopeful']) {
  seen[model] = (await patient.responses.create(ask(model))).output_text;
}
seen.hopeless = await failure(() => patient.responses.create(ask('hopeless')));

// The SDK throws nothing here: the failure is the last event.
let text = '';
let last;
for await (const event of await client.responses.create({ ...ask('broken'), stream: true })) {
  text += event.type === 'response.output_text.delta' ? event.delta : '';
  last = event;
}
seen.broken = { text, last };

for await (const _ of await client.responses.create({ ...ask('endless'), stream: true })) {
  break; // leaves, which the server must notice
}

// What came as an answer goes back as it is, its reasoning byte for byte.
const { output } = await client.responses.create(ask('thinking'));
await client.responses.create({ ...ask('text'), input: [{ role: 'user', content: 'hi' }, ...output, { role: 'user', content: 'and?' }] });

console.log(JSON.stringify(seen));
