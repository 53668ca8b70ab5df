// Calls every scenario with Anthropic's SDK, old or new, and prints what the SDK made of it, one JSON object.
// node anthropic.mjs FOLDER_OF_NODE_MODULES BASE_URL PACKAGE
import { createRequire } from 'node:module';

const [folder, url, name] = process.argv.slice(2);
const Anthropic = createRequire(`${folder}/`)(name);
const client = new Anthropic({ apiKey: 'sk-test', baseURL: url, maxRetries: 0 });
const patient = client.withOptions({ maxRetries: 2 });
const ask = (model) => ({ model, max_tokens: 100, messages: [{ role: 'user', content: 'hi' }] });
const seen = {};

const answer = ({ content, stop_reason, usage }) => ({ content, stop_reason, usage });

async function failure(call) {
  try {
    await call();
    return 'no failure';
  } catch (e) {
    return { class: e.constructor.name, status: e.status, type: e.type, request: e.requestID, message: e.message };
  }
}

for (const model of ['text', 'length', 'refusal', 'json', 'tools', 'thinking']) {
  const plain = answer(await client.messages.create(ask(model)));
  const streamed = answer(await client.messages.stream(ask(model)).finalMessage());
  seen[model] = { plain, streamed };
}

for (const model of ['Throttled', 'Unavailable', 'TimedOut', 'Refused', 'BadRequest', 'UnknownModel', 'UnsupportedParameter', 'ContextTooLong', 'Unauthorized', 'CreditSpent', 'Malformed']) {
  seen[model] = await failure(() => client.messages.create(ask(model)));
}

for (const model of ['retried', 'hopeful']) {
  seen[model] = answer(await patient.messages.create(ask(model))).content[0].text;
}
seen.hopeless = await failure(() => patient.messages.create(ask('hopeless')));

let text = '';
seen.broken = await failure(async () => {
  for await (const event of await client.messages.create({ ...ask('broken'), stream: true })) {
    text += event.delta?.text ?? '';
  }
});
seen.broken.text = text;

for await (const _ of await client.messages.create({ ...ask('endless'), stream: true })) {
  break; // leaves, which the server must notice
}

seen.tokens = (await client.messages.countTokens({ model: 'text', messages: [{ role: 'user', content: 'hi' }] })).input_tokens > 0;

const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } };
await client.messages.create({
  model: 'text',
  max_tokens: 1000,
  system: 'be brief',
  messages: [
    { role: 'user', content: [{ type: 'text', text: 'what is this?' }, image, { type: 'image', source: { type: 'url', url: 'https://example.org/cat.png' } }] },
    {
      role: 'assistant',
      content: [
        { type: 'text', text: 'I look' },
        { type: 'tool_use', id: 'call_1', name: 'look', input: { at: 'cat' } },
        { type: 'tool_use', id: 'call_2', name: 'look', input: {} },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: 'a cat' }, image] },
        { type: 'tool_result', tool_use_id: 'call_2', content: 'nothing', is_error: true },
      ],
    },
  ],
  tools: [{ name: 'look', description: 'looks', input_schema: { type: 'object', properties: { at: { type: 'string' } } } }],
  tool_choice: { type: 'auto', disable_parallel_tool_use: false },
  output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
  stop_sequences: ['END'],
});

// What came as an answer goes back as it is, its reasoning byte for byte.
const { content } = await client.messages.create(ask('thinking'));
await client.messages.create({ ...ask('text'), messages: [{ role: 'user', content: 'hi' }, { role: 'assistant', content }, { role: 'user', content: 'and?' }] });

console.log(JSON.stringify(seen));
